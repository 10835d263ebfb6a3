CREATE TABLE public.cases (
    reference character varying(11) NOT NULL,
    submission character varying(38),
    received integer NOT NULL,
    language character varying(35) NOT NULL,
    state character varying(32) NOT NULL,
    assigned character varying(22),
    touched integer NOT NULL,
    revision integer NOT NULL,
    institution text NOT NULL,
    country character varying(64) NOT NULL,
    areas text NOT NULL,
    sought text NOT NULL
);
CREATE TABLE public.drafts (
    id character varying(22) NOT NULL,
    created integer NOT NULL,
    changed integer NOT NULL,
    revision integer NOT NULL,
    language character varying(35) NOT NULL,
    form character varying(32),
    answers text NOT NULL,
    attempts text NOT NULL,
    steps text NOT NULL,
    trapped boolean NOT NULL
);
CREATE TABLE public.events (
    id integer NOT NULL,
    "case" character varying(11),
    at integer NOT NULL,
    kind character varying(16) NOT NULL,
    actor character varying(22),
    detail character varying(200) NOT NULL,
    text character varying(22)
);
CREATE SEQUENCE public.events_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.events_id_seq OWNED BY public.events.id;
CREATE TABLE public.forms (
    digest character varying(32) NOT NULL,
    form text NOT NULL
);
CREATE TABLE public.intake_layout (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.limits (
    who character varying(64) NOT NULL,
    until bigint NOT NULL
);
CREATE TABLE public.outbox (
    id character varying(40) NOT NULL,
    submission character varying(38),
    draft character varying(22),
    staff character varying(22),
    text character varying(22),
    kind character varying(16) NOT NULL,
    recipient character varying(254) NOT NULL,
    created integer NOT NULL,
    status character varying(8) NOT NULL,
    attempts integer NOT NULL,
    due integer NOT NULL,
    error text NOT NULL,
    CONSTRAINT outbox_about_one CHECK (((submission IS NULL) OR (draft IS NULL)))
);
CREATE TABLE public.service (
    one integer NOT NULL,
    id character varying(22) NOT NULL
);
CREATE SEQUENCE public.service_one_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.service_one_seq OWNED BY public.service.one;
CREATE TABLE public.sessions (
    id character varying(64) NOT NULL,
    staff character varying(22) NOT NULL,
    created integer NOT NULL,
    used integer NOT NULL
);
CREATE TABLE public.sign_ins (
    id character varying(64) NOT NULL,
    created integer NOT NULL,
    kind character varying(8) NOT NULL,
    staff character varying(22),
    data text NOT NULL
);
CREATE TABLE public.staff (
    id character varying(22) NOT NULL,
    address character varying(254),
    name character varying(200) NOT NULL,
    role character varying(10) NOT NULL,
    language character varying(35) NOT NULL,
    digest boolean NOT NULL,
    active boolean NOT NULL,
    created integer NOT NULL
);
CREATE TABLE public.submissions (
    id character varying(38) NOT NULL,
    reference character varying(11) NOT NULL,
    received integer NOT NULL,
    language character varying(35) NOT NULL,
    reason text NOT NULL,
    answers text NOT NULL,
    draft character varying(22),
    form character varying(32),
    key character varying(22) NOT NULL,
    address character varying(254)
);
CREATE TABLE public.texts (
    id character varying(22) NOT NULL,
    "case" character varying(11),
    subject text NOT NULL,
    body text NOT NULL,
    language character varying(35) NOT NULL
);
ALTER TABLE ONLY public.events ALTER COLUMN id SET DEFAULT nextval('public.events_id_seq'::regclass);
ALTER TABLE ONLY public.service ALTER COLUMN one SET DEFAULT nextval('public.service_one_seq'::regclass);
INSERT INTO public.cases VALUES ('7K3P-9QFC-H', '11111111111111111111111111111111111111', 1767312000, 'en', '', NULL, 1767312000, 0, '', '', '', '');
INSERT INTO public.cases VALUES ('9C4X-H7RV-P', '22222222222222222222222222222222222222', 1767398400, 'fr', '', NULL, 1767398400, 0, '', '', '', '');
INSERT INTO public.cases VALUES ('QF3K-T6MW-7', '33333333333333333333333333333333333333', 1767484800, 'ar', 'held', NULL, 1767484800, 0, '', '', '', '');
INSERT INTO public.cases VALUES ('X2PP-8HJ4-C', '44444444444444444444444444444444444444', 1767571200, 'pt', '', NULL, 1767571200, 0, '', '', '', '');
INSERT INTO public.drafts VALUES ('Kx0mC4lVbCwJ1v2hTqE3Zg', 1795000000, 1795000100, 3, 'fr', '00112233445566778899aabbccddeeff', '{"line":["São Tomé"]}', '{"two":{"values":{"text":["Łódź"]},"shown":["text"],"other":null}}', '{"one":{"digest":"0","language":"fr","shown":["line"]}}', false);
INSERT INTO public.events VALUES (1, '7K3P-9QFC-H', 1796000300, 'noted', 'Wq7ZbC0yT3mN5kRd1fGhJA', '', 'T9xLm2Pq8vRs4WyZ0aBcDe');
INSERT INTO public.forms VALUES ('00112233445566778899aabbccddeeff', '{"languages":["en"],"steps":[{"id":"one","legend":{"en":"One"},"fields":[]}]}');
INSERT INTO public.intake_layout VALUES ('0003');
INSERT INTO public.limits VALUES ('c0ffee', 1796000300000);
INSERT INTO public.outbox VALUES ('4e8d7ae50593e1399036268bdf513b50572fdee1', '11111111111111111111111111111111111111', NULL, NULL, NULL, 'team', 'team@example.org', 1767400000, 'sent', 1, 0, '');
INSERT INTO public.outbox VALUES ('ae2cb90d5ce4b0d74b99edad4fe540049ee5630b', '11111111111111111111111111111111111111', NULL, NULL, NULL, 'acknowledgement', 'one@example.org', 1767400000, 'sent', 1, 0, '');
INSERT INTO public.outbox VALUES ('6985a2d3d26e29424e2ee12d2b28256d992b356d', '22222222222222222222222222222222222222', NULL, NULL, NULL, 'team', 'team@example.org', 1767400000, 'sent', 1, 0, '');
INSERT INTO public.outbox VALUES ('4af1363fd781e49aaaf6fef40cdc22c73e2437be', '22222222222222222222222222222222222222', NULL, NULL, NULL, 'acknowledgement', 'Deux@Example.org', 1767400000, 'failed', 1, 0, '550 5.1.1 no such user');
INSERT INTO public.outbox VALUES ('ab86396af7635507e6acb98ff00445890b40c4c9', '44444444444444444444444444444444444444', NULL, NULL, NULL, 'team', 'team@example.org', 1767400000, 'waiting', 2, 1767401000, '421 try again later');
INSERT INTO public.outbox VALUES ('6322f0b0c72927077d4764681aef30289cfb9281', '44444444444444444444444444444444444444', NULL, NULL, NULL, 'acknowledgement', 'quatro@example.org', 1767400000, 'waiting', 0, 0, '');
INSERT INTO public.outbox VALUES ('0123456789012345678901234567890123456789', NULL, 'Kx0mC4lVbCwJ1v2hTqE3Zg', NULL, NULL, 'later', 'ana@example.org', 1795000100, 'waiting', 0, 0, '');
INSERT INTO public.outbox VALUES ('1123456789012345678901234567890123456789', NULL, NULL, 'Wq7ZbC0yT3mN5kRd1fGhJA', NULL, 'digest', 'joana@example.org', 1796000400, 'waiting', 0, 0, '');
INSERT INTO public.service VALUES (1, 'Zb3kQ9wLr5TnXe7UoPaSdF');
INSERT INTO public.sessions VALUES ('5a6b7c8d9e0f', 'Wq7ZbC0yT3mN5kRd1fGhJA', 1796000100, 1796000200);
INSERT INTO public.sign_ins VALUES ('b7c8d9e0f1a2', 1796000100, 'link', 'Wq7ZbC0yT3mN5kRd1fGhJA', '{"to":"/"}');
INSERT INTO public.staff VALUES ('Wq7ZbC0yT3mN5kRd1fGhJA', 'joana@example.org', 'Joana São', 'administer', 'pt', true, true, 1796000000);
INSERT INTO public.submissions VALUES ('11111111111111111111111111111111111111', '7K3P-9QFC-H', 1767312000, 'en', '', '{"institution": "Ministry of the Interior", "areas": ["protection", "return"], "email": "one@example.org"}', NULL, NULL, 'LFuKU-gPkQvnihboKaUgaA', NULL);
INSERT INTO public.submissions VALUES ('22222222222222222222222222222222222222', '9C4X-H7RV-P', 1767398400, 'fr', '', '{"institution": "Ministère de l’Intérieur – « Direction »", "areas": [], "email": "Deux@Example.org", "need": "Première ligne\nDeuxième; ligne -- ''%s'' :name \\ \"fin\""}', NULL, NULL, 'FR6y0befvPABPHo1-H9QhA', NULL);
INSERT INTO public.submissions VALUES ('33333333333333333333333333333333333333', 'QF3K-T6MW-7', 1767484800, 'ar', 'filled in by a program', '{"institution": "وزارة الداخلية", "areas": ["protection"], "email": "three@example.org"}', NULL, NULL, '_AaMvU4H4nW0xwUZ7AuwBw', NULL);
INSERT INTO public.submissions VALUES ('44444444444444444444444444444444444444', 'X2PP-8HJ4-C', 1767571200, 'pt', '', '{"institution": "Ministério da Administração Interna 🇨🇻", "areas": ["return"], "email": "quatro@example.org"}', NULL, NULL, 'fIZlHk26JVn86P84O9aCSQ', NULL);
INSERT INTO public.texts VALUES ('T9xLm2Pq8vRs4WyZ0aBcDe', '7K3P-9QFC-H', '', 'Łódź: called back', '');
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_pkey PRIMARY KEY (reference);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_submission_key UNIQUE (submission);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forms
    ADD CONSTRAINT forms_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.intake_layout
    ADD CONSTRAINT intake_layout_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.limits
    ADD CONSTRAINT limits_pkey PRIMARY KEY (who);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.service
    ADD CONSTRAINT service_pkey PRIMARY KEY (one);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT sign_ins_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_address_key UNIQUE (address);
ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_draft_key UNIQUE (draft);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_reference_key UNIQUE (reference);
ALTER TABLE ONLY public.texts
    ADD CONSTRAINT texts_pkey PRIMARY KEY (id);
CREATE INDEX cases_received ON public.cases USING btree (received, reference, state);
CREATE INDEX cases_state ON public.cases USING btree (state, country, areas);
CREATE INDEX cases_touched ON public.cases USING btree (touched, reference, state);
CREATE INDEX drafts_changed ON public.drafts USING btree (changed);
CREATE INDEX ix_cases_assigned ON public.cases USING btree (assigned);
CREATE INDEX ix_events_case ON public.events USING btree ("case");
CREATE INDEX ix_limits_until ON public.limits USING btree (until);
CREATE INDEX ix_outbox_draft ON public.outbox USING btree (draft);
CREATE INDEX ix_outbox_staff ON public.outbox USING btree (staff);
CREATE INDEX ix_outbox_submission ON public.outbox USING btree (submission);
CREATE INDEX ix_outbox_text ON public.outbox USING btree (text);
CREATE INDEX ix_sessions_staff ON public.sessions USING btree (staff);
CREATE INDEX ix_sign_ins_staff ON public.sign_ins USING btree (staff);
CREATE INDEX ix_texts_case ON public.texts USING btree ("case");
CREATE INDEX outbox_due ON public.outbox USING btree (status, due);
CREATE INDEX outbox_mailbox ON public.outbox USING btree (lower((recipient)::text), created);
CREATE INDEX sign_ins_created ON public.sign_ins USING btree (created);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_assigned_fkey FOREIGN KEY (assigned) REFERENCES public.staff(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_submission_fkey FOREIGN KEY (submission) REFERENCES public.submissions(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_form_fkey FOREIGN KEY (form) REFERENCES public.forms(digest);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_case_fkey FOREIGN KEY ("case") REFERENCES public.cases(reference);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_text_fkey FOREIGN KEY (text) REFERENCES public.texts(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_draft_fkey FOREIGN KEY (draft) REFERENCES public.drafts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_staff_fkey FOREIGN KEY (staff) REFERENCES public.staff(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_submission_fkey FOREIGN KEY (submission) REFERENCES public.submissions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_text_fkey FOREIGN KEY (text) REFERENCES public.texts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_staff_fkey FOREIGN KEY (staff) REFERENCES public.staff(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT sign_ins_staff_fkey FOREIGN KEY (staff) REFERENCES public.staff(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_form_fkey FOREIGN KEY (form) REFERENCES public.forms(digest);
ALTER TABLE ONLY public.texts
    ADD CONSTRAINT texts_case_fkey FOREIGN KEY ("case") REFERENCES public.cases(reference);
