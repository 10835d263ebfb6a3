BEGIN TRANSACTION;
CREATE TABLE cases (
	reference VARCHAR(11) NOT NULL, 
	submission VARCHAR(38), 
	received INTEGER NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	assigned VARCHAR(22), 
	touched INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	institution TEXT NOT NULL, 
	country VARCHAR(64) NOT NULL, 
	areas TEXT NOT NULL, 
	sought TEXT NOT NULL, 
	PRIMARY KEY (reference), 
	UNIQUE (submission), 
	FOREIGN KEY(submission) REFERENCES submissions (id) ON DELETE SET NULL, 
	FOREIGN KEY(assigned) REFERENCES staff (id) ON DELETE SET NULL
);
INSERT INTO "cases" VALUES('7K3P-9QFC-H','11111111111111111111111111111111111111',1767312000,'en','',NULL,1767312000,0,'','','','');
INSERT INTO "cases" VALUES('9C4X-H7RV-P','22222222222222222222222222222222222222',1767398400,'fr','',NULL,1767398400,0,'','','','');
INSERT INTO "cases" VALUES('QF3K-T6MW-7','33333333333333333333333333333333333333',1767484800,'ar','held',NULL,1767484800,0,'','','','');
INSERT INTO "cases" VALUES('X2PP-8HJ4-C','44444444444444444444444444444444444444',1767571200,'pt','',NULL,1767571200,0,'','','','');
CREATE TABLE drafts (
	id VARCHAR(22) NOT NULL, 
	created INTEGER NOT NULL, 
	changed INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	form VARCHAR(32), 
	answers TEXT NOT NULL, 
	attempts TEXT NOT NULL, 
	steps TEXT NOT NULL, 
	trapped BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(form) REFERENCES forms (digest)
);
INSERT INTO "drafts" VALUES('Kx0mC4lVbCwJ1v2hTqE3Zg',1795000000,1795000100,3,'fr','00112233445566778899aabbccddeeff','{"line":["São Tomé"]}','{"two":{"values":{"text":["Łódź"]},"shown":["text"],"other":null}}','{"one":{"digest":"0","language":"fr","shown":["line"]}}',0);
CREATE TABLE events (
	id INTEGER NOT NULL, 
	"case" VARCHAR(11), 
	at INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	actor VARCHAR(22), 
	detail VARCHAR(200) NOT NULL, 
	text VARCHAR(22), 
	PRIMARY KEY (id), 
	FOREIGN KEY("case") REFERENCES cases (reference), 
	FOREIGN KEY(text) REFERENCES texts (id) ON DELETE SET NULL
);
INSERT INTO "events" VALUES(1,'7K3P-9QFC-H',1796000300,'noted','Wq7ZbC0yT3mN5kRd1fGhJA','','T9xLm2Pq8vRs4WyZ0aBcDe');
CREATE TABLE forms (
	digest VARCHAR(32) NOT NULL, 
	form TEXT NOT NULL, 
	PRIMARY KEY (digest)
);
INSERT INTO "forms" VALUES('00112233445566778899aabbccddeeff','{"languages":["en"],"steps":[{"id":"one","legend":{"en":"One"},"fields":[]}]}');
CREATE TABLE intake_layout (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT intake_layout_pkc PRIMARY KEY (version_num)
);
INSERT INTO "intake_layout" VALUES('0003');
CREATE TABLE limits (
	who VARCHAR(64) NOT NULL, 
	until BIGINT NOT NULL, 
	PRIMARY KEY (who)
);
INSERT INTO "limits" VALUES('c0ffee',1796000300000);
CREATE TABLE outbox (
	id VARCHAR(40) NOT NULL, 
	submission VARCHAR(38), 
	draft VARCHAR(22), 
	staff VARCHAR(22), 
	text VARCHAR(22), 
	kind VARCHAR(16) NOT NULL, 
	recipient VARCHAR(254) NOT NULL, 
	created INTEGER NOT NULL, 
	status VARCHAR(8) NOT NULL, 
	attempts INTEGER NOT NULL, 
	due INTEGER NOT NULL, 
	error TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT outbox_about_one CHECK (submission IS NULL OR draft IS NULL), 
	FOREIGN KEY(submission) REFERENCES submissions (id) ON DELETE CASCADE, 
	FOREIGN KEY(draft) REFERENCES drafts (id) ON DELETE CASCADE, 
	FOREIGN KEY(staff) REFERENCES staff (id) ON DELETE CASCADE, 
	FOREIGN KEY(text) REFERENCES texts (id) ON DELETE CASCADE
);
INSERT INTO "outbox" VALUES('4e8d7ae50593e1399036268bdf513b50572fdee1','11111111111111111111111111111111111111',NULL,NULL,NULL,'team','team@example.org',1767400000,'sent',1,0,'');
INSERT INTO "outbox" VALUES('ae2cb90d5ce4b0d74b99edad4fe540049ee5630b','11111111111111111111111111111111111111',NULL,NULL,NULL,'acknowledgement','one@example.org',1767400000,'sent',1,0,'');
INSERT INTO "outbox" VALUES('6985a2d3d26e29424e2ee12d2b28256d992b356d','22222222222222222222222222222222222222',NULL,NULL,NULL,'team','team@example.org',1767400000,'sent',1,0,'');
INSERT INTO "outbox" VALUES('4af1363fd781e49aaaf6fef40cdc22c73e2437be','22222222222222222222222222222222222222',NULL,NULL,NULL,'acknowledgement','Deux@Example.org',1767400000,'failed',1,0,'550 5.1.1 no such user');
INSERT INTO "outbox" VALUES('ab86396af7635507e6acb98ff00445890b40c4c9','44444444444444444444444444444444444444',NULL,NULL,NULL,'team','team@example.org',1767400000,'waiting',2,1767401000,'421 try again later');
INSERT INTO "outbox" VALUES('6322f0b0c72927077d4764681aef30289cfb9281','44444444444444444444444444444444444444',NULL,NULL,NULL,'acknowledgement','quatro@example.org',1767400000,'waiting',0,0,'');
INSERT INTO "outbox" VALUES('0123456789012345678901234567890123456789',NULL,'Kx0mC4lVbCwJ1v2hTqE3Zg',NULL,NULL,'later','ana@example.org',1795000100,'waiting',0,0,'');
INSERT INTO "outbox" VALUES('1123456789012345678901234567890123456789',NULL,NULL,'Wq7ZbC0yT3mN5kRd1fGhJA',NULL,'digest','joana@example.org',1796000400,'waiting',0,0,'');
CREATE TABLE service (
	one INTEGER NOT NULL, 
	id VARCHAR(22) NOT NULL, 
	PRIMARY KEY (one)
);
INSERT INTO "service" VALUES(1,'Zb3kQ9wLr5TnXe7UoPaSdF');
CREATE TABLE sessions (
	id VARCHAR(64) NOT NULL, 
	staff VARCHAR(22) NOT NULL, 
	created INTEGER NOT NULL, 
	used INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(staff) REFERENCES staff (id) ON DELETE CASCADE
);
INSERT INTO "sessions" VALUES('5a6b7c8d9e0f','Wq7ZbC0yT3mN5kRd1fGhJA',1796000100,1796000200);
CREATE TABLE sign_ins (
	id VARCHAR(64) NOT NULL, 
	created INTEGER NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	staff VARCHAR(22), 
	data TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(staff) REFERENCES staff (id) ON DELETE CASCADE
);
INSERT INTO "sign_ins" VALUES('b7c8d9e0f1a2',1796000100,'link','Wq7ZbC0yT3mN5kRd1fGhJA','{"to":"/"}');
CREATE TABLE staff (
	id VARCHAR(22) NOT NULL, 
	address VARCHAR(254), 
	name VARCHAR(200) NOT NULL, 
	role VARCHAR(10) NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	digest BOOLEAN NOT NULL, 
	active BOOLEAN NOT NULL, 
	created INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (address)
);
INSERT INTO "staff" VALUES('Wq7ZbC0yT3mN5kRd1fGhJA','joana@example.org','Joana São','administer','pt',1,1,1796000000);
CREATE TABLE "submissions" (
	id VARCHAR(38) NOT NULL, 
	reference VARCHAR(11) NOT NULL, 
	received INTEGER NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	reason TEXT NOT NULL, 
	answers TEXT NOT NULL, 
	draft VARCHAR(22), 
	form VARCHAR(32), 
	"key" VARCHAR(22) NOT NULL, 
	address VARCHAR(254), 
	PRIMARY KEY (id), 
	CONSTRAINT submissions_draft_key UNIQUE (draft), 
	CONSTRAINT submissions_form_fkey FOREIGN KEY(form) REFERENCES forms (digest), 
	UNIQUE (reference)
);
INSERT INTO "submissions" VALUES('11111111111111111111111111111111111111','7K3P-9QFC-H',1767312000,'en','','{"institution": "Ministry of the Interior", "areas": ["protection", "return"], "email": "one@example.org"}',NULL,NULL,'Cnw002e3VVkEMCFl6hK5fw',NULL);
INSERT INTO "submissions" VALUES('22222222222222222222222222222222222222','9C4X-H7RV-P',1767398400,'fr','','{"institution": "Ministère de l’Intérieur – « Direction »", "areas": [], "email": "Deux@Example.org", "need": "Première ligne\nDeuxième; ligne -- ''%s'' :name \\ \"fin\""}',NULL,NULL,'845UL2s7qiA_fyOE1Zdk_w',NULL);
INSERT INTO "submissions" VALUES('33333333333333333333333333333333333333','QF3K-T6MW-7',1767484800,'ar','filled in by a program','{"institution": "وزارة الداخلية", "areas": ["protection"], "email": "three@example.org"}',NULL,NULL,'uKeBbIZ0pbhKnmLgu0grMw',NULL);
INSERT INTO "submissions" VALUES('44444444444444444444444444444444444444','X2PP-8HJ4-C',1767571200,'pt','','{"institution": "Ministério da Administração Interna 🇨🇻", "areas": ["return"], "email": "quatro@example.org"}',NULL,NULL,'mSK22f1xuRLoMVj0uD9OdQ',NULL);
CREATE TABLE texts (
	id VARCHAR(22) NOT NULL, 
	"case" VARCHAR(11), 
	subject TEXT NOT NULL, 
	body TEXT NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY("case") REFERENCES cases (reference)
);
INSERT INTO "texts" VALUES('T9xLm2Pq8vRs4WyZ0aBcDe','7K3P-9QFC-H','','Łódź: called back','');
CREATE INDEX drafts_changed ON drafts (changed);
CREATE INDEX ix_sessions_staff ON sessions (staff);
CREATE INDEX ix_sign_ins_staff ON sign_ins (staff);
CREATE INDEX sign_ins_created ON sign_ins (created);
CREATE INDEX ix_limits_until ON limits (until);
CREATE INDEX ix_cases_assigned ON cases (assigned);
CREATE INDEX cases_received ON cases (received, reference, state);
CREATE INDEX cases_touched ON cases (touched, reference, state);
CREATE INDEX cases_state ON cases (state, country, areas);
CREATE INDEX ix_texts_case ON texts ("case");
CREATE INDEX ix_events_case ON events ("case");
CREATE INDEX ix_outbox_submission ON outbox (submission);
CREATE INDEX ix_outbox_draft ON outbox (draft);
CREATE INDEX ix_outbox_staff ON outbox (staff);
CREATE INDEX ix_outbox_text ON outbox (text);
CREATE INDEX outbox_due ON outbox (status, due);
CREATE INDEX outbox_mailbox ON outbox (lower(recipient), created);
COMMIT;
