BEGIN TRANSACTION;
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
INSERT INTO "intake_layout" VALUES('0002');
CREATE TABLE outbox (
	id VARCHAR(40) NOT NULL, 
	submission VARCHAR(38), 
	draft VARCHAR(22), 
	kind VARCHAR(16) NOT NULL, 
	recipient VARCHAR(254) NOT NULL, 
	created INTEGER NOT NULL, 
	status VARCHAR(8) NOT NULL, 
	attempts INTEGER NOT NULL, 
	due INTEGER NOT NULL, 
	error TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT outbox_about_one CHECK ((submission IS NULL) <> (draft IS NULL)), 
	FOREIGN KEY(submission) REFERENCES submissions (id) ON DELETE CASCADE, 
	FOREIGN KEY(draft) REFERENCES drafts (id) ON DELETE CASCADE
);
INSERT INTO "outbox" VALUES('4e8d7ae50593e1399036268bdf513b50572fdee1','11111111111111111111111111111111111111',NULL,'team','team@example.org',1767400000,'sent',1,0,'');
INSERT INTO "outbox" VALUES('ae2cb90d5ce4b0d74b99edad4fe540049ee5630b','11111111111111111111111111111111111111',NULL,'acknowledgement','one@example.org',1767400000,'sent',1,0,'');
INSERT INTO "outbox" VALUES('6985a2d3d26e29424e2ee12d2b28256d992b356d','22222222222222222222222222222222222222',NULL,'team','team@example.org',1767400000,'sent',1,0,'');
INSERT INTO "outbox" VALUES('4af1363fd781e49aaaf6fef40cdc22c73e2437be','22222222222222222222222222222222222222',NULL,'acknowledgement','Deux@Example.org',1767400000,'failed',1,0,'550 5.1.1 no such user');
INSERT INTO "outbox" VALUES('ab86396af7635507e6acb98ff00445890b40c4c9','44444444444444444444444444444444444444',NULL,'team','team@example.org',1767400000,'waiting',2,1767401000,'421 try again later');
INSERT INTO "outbox" VALUES('6322f0b0c72927077d4764681aef30289cfb9281','44444444444444444444444444444444444444',NULL,'acknowledgement','quatro@example.org',1767400000,'waiting',0,0,'');
INSERT INTO "outbox" VALUES('0123456789012345678901234567890123456789',NULL,'Kx0mC4lVbCwJ1v2hTqE3Zg','later','ana@example.org',1795000100,'waiting',0,0,'');
CREATE TABLE "submissions" (
	id VARCHAR(38) NOT NULL, 
	reference VARCHAR(11) NOT NULL, 
	received INTEGER NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	status VARCHAR(8) NOT NULL, 
	reason TEXT NOT NULL, 
	answers TEXT NOT NULL, 
	draft VARCHAR(22), 
	form VARCHAR(32), 
	"key" VARCHAR(22) NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT submissions_form_fkey FOREIGN KEY(form) REFERENCES forms (digest), 
	CONSTRAINT submissions_draft_key UNIQUE (draft), 
	UNIQUE (reference)
);
INSERT INTO "submissions" VALUES('11111111111111111111111111111111111111','7K3P-9QFC-H',1767312000,'en','accepted','','{"institution": "Ministry of the Interior", "areas": ["protection", "return"], "email": "one@example.org"}',NULL,NULL,'Cnw002e3VVkEMCFl6hK5fw');
INSERT INTO "submissions" VALUES('22222222222222222222222222222222222222','9C4X-H7RV-P',1767398400,'fr','accepted','','{"institution": "Ministère de l’Intérieur – « Direction »", "areas": [], "email": "Deux@Example.org", "need": "Première ligne\nDeuxième; ligne -- ''%s'' :name \\ \"fin\""}',NULL,NULL,'845UL2s7qiA_fyOE1Zdk_w');
INSERT INTO "submissions" VALUES('33333333333333333333333333333333333333','QF3K-T6MW-7',1767484800,'ar','held','filled in by a program','{"institution": "وزارة الداخلية", "areas": ["protection"], "email": "three@example.org"}',NULL,NULL,'uKeBbIZ0pbhKnmLgu0grMw');
INSERT INTO "submissions" VALUES('44444444444444444444444444444444444444','X2PP-8HJ4-C',1767571200,'pt','accepted','','{"institution": "Ministério da Administração Interna 🇨🇻", "areas": ["return"], "email": "quatro@example.org"}',NULL,NULL,'mSK22f1xuRLoMVj0uD9OdQ');
CREATE INDEX drafts_changed ON drafts (changed);
CREATE INDEX ix_outbox_submission ON outbox (submission);
CREATE INDEX ix_outbox_draft ON outbox (draft);
CREATE INDEX outbox_due ON outbox (status, due);
CREATE INDEX outbox_mailbox ON outbox (lower(recipient), created);
COMMIT;
