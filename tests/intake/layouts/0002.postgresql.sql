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
CREATE TABLE public.forms (
    digest character varying(32) NOT NULL,
    form text NOT NULL
);
CREATE TABLE public.intake_layout (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.outbox (
    id character varying(40) NOT NULL,
    submission character varying(38),
    draft character varying(22),
    kind character varying(16) NOT NULL,
    recipient character varying(254) NOT NULL,
    created integer NOT NULL,
    status character varying(8) NOT NULL,
    attempts integer NOT NULL,
    due integer NOT NULL,
    error text NOT NULL,
    CONSTRAINT outbox_about_one CHECK (((submission IS NULL) <> (draft IS NULL)))
);
CREATE TABLE public.submissions (
    id character varying(38) NOT NULL,
    reference character varying(11) NOT NULL,
    received integer NOT NULL,
    language character varying(35) NOT NULL,
    status character varying(8) NOT NULL,
    reason text NOT NULL,
    answers text NOT NULL,
    draft character varying(22),
    form character varying(32),
    key character varying(22) NOT NULL
);
INSERT INTO public.drafts VALUES ('Kx0mC4lVbCwJ1v2hTqE3Zg', 1795000000, 1795000100, 3, 'fr', '00112233445566778899aabbccddeeff', '{"line":["São Tomé"]}', '{"two":{"values":{"text":["Łódź"]},"shown":["text"],"other":null}}', '{"one":{"digest":"0","language":"fr","shown":["line"]}}', false);
INSERT INTO public.forms VALUES ('00112233445566778899aabbccddeeff', '{"languages":["en"],"steps":[{"id":"one","legend":{"en":"One"},"fields":[]}]}');
INSERT INTO public.intake_layout VALUES ('0002');
INSERT INTO public.outbox VALUES ('4e8d7ae50593e1399036268bdf513b50572fdee1', '11111111111111111111111111111111111111', NULL, 'team', 'team@example.org', 1767400000, 'sent', 1, 0, '');
INSERT INTO public.outbox VALUES ('ae2cb90d5ce4b0d74b99edad4fe540049ee5630b', '11111111111111111111111111111111111111', NULL, 'acknowledgement', 'one@example.org', 1767400000, 'sent', 1, 0, '');
INSERT INTO public.outbox VALUES ('6985a2d3d26e29424e2ee12d2b28256d992b356d', '22222222222222222222222222222222222222', NULL, 'team', 'team@example.org', 1767400000, 'sent', 1, 0, '');
INSERT INTO public.outbox VALUES ('4af1363fd781e49aaaf6fef40cdc22c73e2437be', '22222222222222222222222222222222222222', NULL, 'acknowledgement', 'Deux@Example.org', 1767400000, 'failed', 1, 0, '550 5.1.1 no such user');
INSERT INTO public.outbox VALUES ('ab86396af7635507e6acb98ff00445890b40c4c9', '44444444444444444444444444444444444444', NULL, 'team', 'team@example.org', 1767400000, 'waiting', 2, 1767401000, '421 try again later');
INSERT INTO public.outbox VALUES ('6322f0b0c72927077d4764681aef30289cfb9281', '44444444444444444444444444444444444444', NULL, 'acknowledgement', 'quatro@example.org', 1767400000, 'waiting', 0, 0, '');
INSERT INTO public.outbox VALUES ('0123456789012345678901234567890123456789', NULL, 'Kx0mC4lVbCwJ1v2hTqE3Zg', 'later', 'ana@example.org', 1795000100, 'waiting', 0, 0, '');
INSERT INTO public.submissions VALUES ('11111111111111111111111111111111111111', '7K3P-9QFC-H', 1767312000, 'en', 'accepted', '', '{"institution": "Ministry of the Interior", "areas": ["protection", "return"], "email": "one@example.org"}', NULL, NULL, 'LFuKU-gPkQvnihboKaUgaA');
INSERT INTO public.submissions VALUES ('22222222222222222222222222222222222222', '9C4X-H7RV-P', 1767398400, 'fr', 'accepted', '', '{"institution": "Ministère de l’Intérieur – « Direction »", "areas": [], "email": "Deux@Example.org", "need": "Première ligne\nDeuxième; ligne -- ''%s'' :name \\ \"fin\""}', NULL, NULL, 'FR6y0befvPABPHo1-H9QhA');
INSERT INTO public.submissions VALUES ('33333333333333333333333333333333333333', 'QF3K-T6MW-7', 1767484800, 'ar', 'held', 'filled in by a program', '{"institution": "وزارة الداخلية", "areas": ["protection"], "email": "three@example.org"}', NULL, NULL, '_AaMvU4H4nW0xwUZ7AuwBw');
INSERT INTO public.submissions VALUES ('44444444444444444444444444444444444444', 'X2PP-8HJ4-C', 1767571200, 'pt', 'accepted', '', '{"institution": "Ministério da Administração Interna 🇨🇻", "areas": ["return"], "email": "quatro@example.org"}', NULL, NULL, 'fIZlHk26JVn86P84O9aCSQ');
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forms
    ADD CONSTRAINT forms_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.intake_layout
    ADD CONSTRAINT intake_layout_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_draft_key UNIQUE (draft);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_reference_key UNIQUE (reference);
CREATE INDEX drafts_changed ON public.drafts USING btree (changed);
CREATE INDEX ix_outbox_draft ON public.outbox USING btree (draft);
CREATE INDEX ix_outbox_submission ON public.outbox USING btree (submission);
CREATE INDEX outbox_due ON public.outbox USING btree (status, due);
CREATE INDEX outbox_mailbox ON public.outbox USING btree (lower((recipient)::text), created);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_form_fkey FOREIGN KEY (form) REFERENCES public.forms(digest);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_draft_fkey FOREIGN KEY (draft) REFERENCES public.drafts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_submission_fkey FOREIGN KEY (submission) REFERENCES public.submissions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_form_fkey FOREIGN KEY (form) REFERENCES public.forms(digest);
