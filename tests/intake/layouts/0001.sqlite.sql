BEGIN TRANSACTION;
CREATE TABLE outbox (
	submission VARCHAR(38) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	recipient VARCHAR(254) NOT NULL, 
	created INTEGER NOT NULL, 
	status VARCHAR(8) NOT NULL, 
	attempts INTEGER NOT NULL, 
	due INTEGER NOT NULL, 
	error TEXT NOT NULL, 
	PRIMARY KEY (submission, kind), 
	FOREIGN KEY(submission) REFERENCES submissions (id) ON DELETE CASCADE
);
INSERT INTO "outbox" VALUES('11111111111111111111111111111111111111','team','team@example.org',1767400000,'sent',1,0,'');
INSERT INTO "outbox" VALUES('11111111111111111111111111111111111111','acknowledgement','one@example.org',1767400000,'sent',1,0,'');
INSERT INTO "outbox" VALUES('22222222222222222222222222222222222222','team','team@example.org',1767400000,'sent',1,0,'');
INSERT INTO "outbox" VALUES('22222222222222222222222222222222222222','acknowledgement','Deux@Example.org',1767400000,'failed',1,0,'550 5.1.1 no such user');
INSERT INTO "outbox" VALUES('44444444444444444444444444444444444444','team','team@example.org',1767400000,'waiting',2,1767401000,'421 try again later');
INSERT INTO "outbox" VALUES('44444444444444444444444444444444444444','acknowledgement','quatro@example.org',1767400000,'waiting',0,0,'');
CREATE TABLE submissions (
	id VARCHAR(38) NOT NULL, 
	digest VARCHAR(32) NOT NULL, 
	reference VARCHAR(11) NOT NULL, 
	received INTEGER NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	status VARCHAR(8) NOT NULL, 
	reason TEXT NOT NULL, 
	answers TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (digest), 
	UNIQUE (reference)
);
INSERT INTO "submissions" VALUES('11111111111111111111111111111111111111','11111111111111111111111111111111','7K3P-9QFC-H',1767312000,'en','accepted','','{"institution": "Ministry of the Interior", "areas": ["protection", "return"], "email": "one@example.org"}');
INSERT INTO "submissions" VALUES('22222222222222222222222222222222222222','22222222222222222222222222222222','9C4X-H7RV-P',1767398400,'fr','accepted','','{"institution": "Ministère de l’Intérieur – « Direction »", "areas": [], "email": "Deux@Example.org", "need": "Première ligne\nDeuxième; ligne -- ''%s'' :name \\ \"fin\""}');
INSERT INTO "submissions" VALUES('33333333333333333333333333333333333333','33333333333333333333333333333333','QF3K-T6MW-7',1767484800,'ar','held','filled in by a program','{"institution": "وزارة الداخلية", "areas": ["protection"], "email": "three@example.org"}');
INSERT INTO "submissions" VALUES('44444444444444444444444444444444444444','44444444444444444444444444444444','X2PP-8HJ4-C',1767571200,'pt','accepted','','{"institution": "Ministério da Administração Interna 🇨🇻", "areas": ["return"], "email": "quatro@example.org"}');
CREATE INDEX outbox_mailbox ON outbox (lower(recipient), created) WHERE kind = 'acknowledgement';
CREATE INDEX outbox_due ON outbox (status, due);
COMMIT;
