CREATE TABLE public.outbox (
    submission character varying(38) NOT NULL,
    kind character varying(16) NOT NULL,
    recipient character varying(254) NOT NULL,
    created integer NOT NULL,
    status character varying(8) NOT NULL,
    attempts integer NOT NULL,
    due integer NOT NULL,
    error text NOT NULL
);
CREATE TABLE public.submissions (
    id character varying(38) NOT NULL,
    digest character varying(32) NOT NULL,
    reference character varying(11) NOT NULL,
    received integer NOT NULL,
    language character varying(35) NOT NULL,
    status character varying(8) NOT NULL,
    reason text NOT NULL,
    answers text NOT NULL
);
INSERT INTO public.outbox VALUES ('11111111111111111111111111111111111111', 'team', 'team@example.org', 1767400000, 'sent', 1, 0, '');
INSERT INTO public.outbox VALUES ('11111111111111111111111111111111111111', 'acknowledgement', 'one@example.org', 1767400000, 'sent', 1, 0, '');
INSERT INTO public.outbox VALUES ('22222222222222222222222222222222222222', 'team', 'team@example.org', 1767400000, 'sent', 1, 0, '');
INSERT INTO public.outbox VALUES ('22222222222222222222222222222222222222', 'acknowledgement', 'Deux@Example.org', 1767400000, 'failed', 1, 0, '550 5.1.1 no such user');
INSERT INTO public.outbox VALUES ('44444444444444444444444444444444444444', 'team', 'team@example.org', 1767400000, 'waiting', 2, 1767401000, '421 try again later');
INSERT INTO public.outbox VALUES ('44444444444444444444444444444444444444', 'acknowledgement', 'quatro@example.org', 1767400000, 'waiting', 0, 0, '');
INSERT INTO public.submissions VALUES ('11111111111111111111111111111111111111', '11111111111111111111111111111111', '7K3P-9QFC-H', 1767312000, 'en', 'accepted', '', '{"institution": "Ministry of the Interior", "areas": ["protection", "return"], "email": "one@example.org"}');
INSERT INTO public.submissions VALUES ('22222222222222222222222222222222222222', '22222222222222222222222222222222', '9C4X-H7RV-P', 1767398400, 'fr', 'accepted', '', '{"institution": "Ministère de l’Intérieur – « Direction »", "areas": [], "email": "Deux@Example.org", "need": "Première ligne\nDeuxième; ligne -- ''%s'' :name \\ \"fin\""}');
INSERT INTO public.submissions VALUES ('33333333333333333333333333333333333333', '33333333333333333333333333333333', 'QF3K-T6MW-7', 1767484800, 'ar', 'held', 'filled in by a program', '{"institution": "وزارة الداخلية", "areas": ["protection"], "email": "three@example.org"}');
INSERT INTO public.submissions VALUES ('44444444444444444444444444444444444444', '44444444444444444444444444444444', 'X2PP-8HJ4-C', 1767571200, 'pt', 'accepted', '', '{"institution": "Ministério da Administração Interna 🇨🇻", "areas": ["return"], "email": "quatro@example.org"}');
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (submission, kind);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT submissions_reference_key UNIQUE (reference);
CREATE INDEX outbox_due ON public.outbox USING btree (status, due);
CREATE INDEX outbox_mailbox ON public.outbox USING btree (lower((recipient)::text), created) WHERE ((kind)::text = 'acknowledgement'::text);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_submission_fkey FOREIGN KEY (submission) REFERENCES public.submissions(id) ON DELETE CASCADE;
