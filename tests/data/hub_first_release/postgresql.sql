SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.audit_only_grows() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the audit only grows'; END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.access (
    staff_id uuid NOT NULL,
    patient_id uuid NOT NULL
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.audit (
    number bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor character varying(128) NOT NULL,
    action character varying(32) NOT NULL,
    subject uuid,
    detail text NOT NULL,
    prev_sha256 character varying(64) NOT NULL,
    sha256 character varying(64) NOT NULL
);
COMMENT ON TABLE public.audit IS 'rows are only added, each with the hash of the one before; subject: audit_subject';
CREATE TABLE public.barred_key (
    key_sha256 character varying(64) NOT NULL
);
COMMENT ON TABLE public.barred_key IS 'keys of machines of erased patients, which cannot return; not whose they were';
CREATE TABLE public.clinic (
    clinic_id uuid NOT NULL,
    name character varying(200) NOT NULL,
    zone character varying(64) NOT NULL,
    keep_days integer NOT NULL,
    thresholds jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_clinic_keep_days CHECK (((keep_days >= 1) AND (keep_days <= 36500)))
);
COMMENT ON TABLE public.clinic IS 'keep_days: how long a patient''s records are kept after the end';
CREATE TABLE public.device (
    device_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    label character varying(128) NOT NULL,
    install_id character varying(64),
    counter bigint NOT NULL,
    seen_at timestamp with time zone,
    clock_offset_s double precision,
    state character varying(16) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_device_state CHECK (((state)::text = ANY ((ARRAY['pending'::character varying, 'active'::character varying, 'paused'::character varying, 'revoked'::character varying])::text[])))
);
COMMENT ON TABLE public.device IS 'clock_offset_s: time of arrival less the time at which it said it sent';
CREATE TABLE public.device_key (
    public_key character varying(40) NOT NULL,
    device_id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone,
    state character varying(16) NOT NULL,
    CONSTRAINT ck_device_key_state CHECK (((state)::text = ANY ((ARRAY['pending'::character varying, 'active'::character varying, 'retired'::character varying, 'revoked'::character varying])::text[])))
);
CREATE TABLE public.exercise (
    received_on date NOT NULL,
    patient_id uuid NOT NULL,
    session_id uuid NOT NULL,
    revision integer NOT NULL,
    "position" integer NOT NULL,
    name character varying(64) NOT NULL,
    side character varying(16) NOT NULL,
    prescribed integer NOT NULL,
    done integer NOT NULL,
    compared integer NOT NULL,
    correct integer NOT NULL,
    held integer,
    over_limit integer NOT NULL,
    most_over_limit_deg double precision NOT NULL,
    mean_rom_deg double precision,
    max_rom_deg double precision,
    target_rom_deg double precision NOT NULL,
    limit_rom_deg double precision,
    duration_s double precision NOT NULL,
    pain integer,
    effort integer,
    ended_because character varying(16) NOT NULL,
    scored_by character varying(16),
    cue_counts jsonb NOT NULL,
    words text NOT NULL,
    repetitions jsonb,
    CONSTRAINT ck_exercise_effort CHECK (((effort >= 0) AND (effort <= 10))),
    CONSTRAINT ck_exercise_ended_because CHECK (((ended_because)::text = ANY ((ARRAY['done'::character varying, 'pain'::character varying, 'fatigue'::character varying, 'other'::character varying, 'cut'::character varying])::text[]))),
    CONSTRAINT ck_exercise_pain CHECK (((pain >= 0) AND (pain <= 10)))
)
PARTITION BY RANGE (received_on);
COMMENT ON TABLE public.exercise IS 'repetitions: one list for each figure; a row for each would be billions a year';
CREATE TABLE public.exercise_rest (
    received_on date NOT NULL,
    patient_id uuid NOT NULL,
    session_id uuid NOT NULL,
    revision integer NOT NULL,
    "position" integer NOT NULL,
    name character varying(64) NOT NULL,
    side character varying(16) NOT NULL,
    prescribed integer NOT NULL,
    done integer NOT NULL,
    compared integer NOT NULL,
    correct integer NOT NULL,
    held integer,
    over_limit integer NOT NULL,
    most_over_limit_deg double precision NOT NULL,
    mean_rom_deg double precision,
    max_rom_deg double precision,
    target_rom_deg double precision NOT NULL,
    limit_rom_deg double precision,
    duration_s double precision NOT NULL,
    pain integer,
    effort integer,
    ended_because character varying(16) NOT NULL,
    scored_by character varying(16),
    cue_counts jsonb NOT NULL,
    words text NOT NULL,
    repetitions jsonb,
    CONSTRAINT ck_exercise_effort CHECK (((effort >= 0) AND (effort <= 10))),
    CONSTRAINT ck_exercise_ended_because CHECK (((ended_because)::text = ANY ((ARRAY['done'::character varying, 'pain'::character varying, 'fatigue'::character varying, 'other'::character varying, 'cut'::character varying])::text[]))),
    CONSTRAINT ck_exercise_pain CHECK (((pain >= 0) AND (pain <= 10)))
);
CREATE TABLE public.finding (
    received_on date NOT NULL,
    patient_id uuid NOT NULL,
    session_id uuid NOT NULL,
    revision integer NOT NULL,
    "position" integer NOT NULL,
    number integer NOT NULL,
    segment integer NOT NULL,
    start_share double precision NOT NULL,
    end_share double precision NOT NULL,
    way character varying(16) NOT NULL,
    share double precision NOT NULL,
    words text NOT NULL,
    CONSTRAINT ck_finding_share CHECK (((share >= (0)::double precision) AND (share <= (1)::double precision))),
    CONSTRAINT ck_finding_way CHECK (((way)::text = ANY ((ARRAY['outward'::character varying, 'returning'::character varying])::text[])))
)
PARTITION BY RANGE (received_on);
COMMENT ON TABLE public.finding IS 'what recurs in an exercise; start_share, end_share: of its duration';
CREATE TABLE public.finding_rest (
    received_on date NOT NULL,
    patient_id uuid NOT NULL,
    session_id uuid NOT NULL,
    revision integer NOT NULL,
    "position" integer NOT NULL,
    number integer NOT NULL,
    segment integer NOT NULL,
    start_share double precision NOT NULL,
    end_share double precision NOT NULL,
    way character varying(16) NOT NULL,
    share double precision NOT NULL,
    words text NOT NULL,
    CONSTRAINT ck_finding_share CHECK (((share >= (0)::double precision) AND (share <= (1)::double precision))),
    CONSTRAINT ck_finding_way CHECK (((way)::text = ANY ((ARRAY['outward'::character varying, 'returning'::character varying])::text[])))
);
CREATE TABLE public.flag (
    flag_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    rule character varying(64) NOT NULL,
    severity character varying(16) NOT NULL,
    words text NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    snoozed_until date,
    reason text,
    closed_at timestamp with time zone,
    CONSTRAINT ck_flag_severity CHECK (((severity)::text = ANY ((ARRAY['red'::character varying, 'amber'::character varying, 'grey'::character varying])::text[])))
);
COMMENT ON TABLE public.flag IS 'what the worklist shows, by which rule, until when it was put off and why';
CREATE TABLE public.invite (
    invite_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    secret_sha256 character varying(64) NOT NULL,
    tries_left integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    device_id uuid,
    CONSTRAINT ck_invite_tries_left CHECK (((tries_left >= 0) AND (tries_left <= 5)))
);
CREATE TABLE public.message (
    message_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    direction character varying(16) NOT NULL,
    author_id uuid,
    text text NOT NULL,
    about_pain boolean NOT NULL,
    written_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone,
    read_at timestamp with time zone,
    CONSTRAINT ck_message_direction CHECK (((direction)::text = ANY ((ARRAY['to_patient'::character varying, 'from_patient'::character varying])::text[])))
);
CREATE TABLE public.note (
    note_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    author_id uuid,
    text text NOT NULL,
    written_at timestamp with time zone NOT NULL
);
COMMENT ON TABLE public.note IS 'for the staff alone';
CREATE TABLE public.outgoing (
    patient_id uuid NOT NULL,
    seq bigint NOT NULL,
    kind character varying(16) NOT NULL,
    body jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    answered_at timestamp with time zone,
    answer character varying(16),
    reason text,
    CONSTRAINT ck_outgoing_answer CHECK (((answer)::text = ANY ((ARRAY['accepted'::character varying, 'refused'::character varying])::text[]))),
    CONSTRAINT ck_outgoing_kind CHECK (((kind)::text = ANY ((ARRAY['plan'::character varying, 'message'::character varying, 'forget'::character varying])::text[])))
);
COMMENT ON TABLE public.outgoing IS 'what waits for a patient''s machine, in the order of seq';
CREATE TABLE public.patient (
    patient_id uuid NOT NULL,
    clinic_id uuid NOT NULL,
    pseudonym character varying(64) NOT NULL,
    zone character varying(64) NOT NULL,
    state character varying(16) NOT NULL,
    simulated boolean NOT NULL,
    consent_at timestamp with time zone,
    consent_sha256 character varying(64),
    ended_at timestamp with time zone,
    keep_until date,
    last_seq bigint NOT NULL,
    audit_subject uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_patient_state CHECK (((state)::text = ANY ((ARRAY['invited'::character varying, 'active'::character varying, 'ended'::character varying])::text[])))
);
COMMENT ON TABLE public.patient IS 'audit_subject: random; after an erasure it leads to nobody';
CREATE TABLE public.person (
    patient_id uuid NOT NULL,
    sealed bytea NOT NULL
);
COMMENT ON TABLE public.person IS 'name, phone and record number, sealed by the application (AES-256-GCM)';
CREATE TABLE public.plan (
    patient_id uuid NOT NULL,
    plan_id character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL
);
COMMENT ON TABLE public.plan IS 'plan_id: the plan''s name, which another patient''s plan may have too';
CREATE TABLE public.plan_version (
    patient_id uuid NOT NULL,
    plan_id character varying(64) NOT NULL,
    version integer NOT NULL,
    author_id uuid,
    toml text NOT NULL,
    sha256 character varying(64) NOT NULL,
    schedule jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    answered_at timestamp with time zone,
    answer character varying(16),
    reason text,
    superseded_at timestamp with time zone,
    CONSTRAINT ck_plan_version_answer CHECK (((answer)::text = ANY ((ARRAY['accepted'::character varying, 'refused'::character varying])::text[]))),
    CONSTRAINT ck_plan_version_version CHECK (((version >= 1) AND (version <= 1000000)))
);
COMMENT ON TABLE public.plan_version IS 'the text is never changed: another plan is another version';
CREATE TABLE public.quarantine (
    quarantine_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    device_id uuid,
    session_id uuid,
    revision integer,
    sha256 character varying(64) NOT NULL,
    reason character varying(16) NOT NULL,
    detail text NOT NULL,
    body bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_quarantine_reason CHECK (((reason)::text = ANY ((ARRAY['conflict'::character varying, 'unreadable'::character varying, 'refused'::character varying])::text[])))
);
COMMENT ON TABLE public.quarantine IS 'bodies that were refused; each stands once, however often it is sent';
CREATE TABLE public.receipt (
    patient_id uuid NOT NULL,
    session_id uuid NOT NULL,
    revision integer NOT NULL,
    sha256 character varying(64) NOT NULL,
    device_id uuid,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_receipt_revision CHECK (((revision >= 1) AND (revision <= 1000000)))
);
CREATE TABLE public.review (
    review_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    author_id uuid,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    live_contact boolean NOT NULL
);
COMMENT ON TABLE public.review IS 'minutes by an explicit start and stop, and whether the two spoke';
CREATE TABLE public.session (
    received_on date NOT NULL,
    patient_id uuid NOT NULL,
    session_id uuid NOT NULL,
    revision integer NOT NULL,
    received_at timestamp with time zone NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    utc_offset_min integer NOT NULL,
    zone character varying(64) NOT NULL,
    local_day date NOT NULL,
    plan_id character varying(64) NOT NULL,
    plan_version integer NOT NULL,
    plan_sha256 character varying(64) NOT NULL,
    simulated boolean NOT NULL,
    clock_state character varying(16) NOT NULL,
    clock_offset_s double precision,
    software character varying(64) NOT NULL,
    watch character varying(200) NOT NULL,
    language character varying(16) NOT NULL,
    CONSTRAINT ck_session_clock_state CHECK (((clock_state)::text = ANY ((ARRAY['good'::character varying, 'suspect'::character varying, 'confirmed'::character varying])::text[])))
)
PARTITION BY RANGE (received_on);
COMMENT ON TABLE public.session IS 'local_day: as the patient''s machine reckoned it; the hub never reckons a day anew';
CREATE VIEW public.session_current AS
 SELECT s.received_on,
    s.patient_id,
    s.session_id,
    s.revision,
    s.received_at,
    s.began_at,
    s.ended_at,
    s.utc_offset_min,
    s.zone,
    s.local_day,
    s.plan_id,
    s.plan_version,
    s.plan_sha256,
    s.simulated,
    s.clock_state,
    s.clock_offset_s,
    s.software,
    s.watch,
    s.language
   FROM public.session s
  WHERE (NOT (EXISTS ( SELECT 1
           FROM public.session later
          WHERE ((later.patient_id = s.patient_id) AND (later.session_id = s.session_id) AND (later.revision > s.revision)))));
CREATE VIEW public.rtm_day AS
 SELECT DISTINCT c.patient_id,
    c.local_day
   FROM (public.session_current c
     JOIN public.exercise e ON (((e.received_on = c.received_on) AND (e.patient_id = c.patient_id) AND (e.session_id = c.session_id) AND (e.revision = c.revision))))
  WHERE ((e.done >= 1) AND (NOT c.simulated) AND ((c.clock_state)::text = ANY ((ARRAY['good'::character varying, 'confirmed'::character varying])::text[])));
CREATE TABLE public.session_rest (
    received_on date NOT NULL,
    patient_id uuid NOT NULL,
    session_id uuid NOT NULL,
    revision integer NOT NULL,
    received_at timestamp with time zone NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    utc_offset_min integer NOT NULL,
    zone character varying(64) NOT NULL,
    local_day date NOT NULL,
    plan_id character varying(64) NOT NULL,
    plan_version integer NOT NULL,
    plan_sha256 character varying(64) NOT NULL,
    simulated boolean NOT NULL,
    clock_state character varying(16) NOT NULL,
    clock_offset_s double precision,
    software character varying(64) NOT NULL,
    watch character varying(200) NOT NULL,
    language character varying(16) NOT NULL,
    CONSTRAINT ck_session_clock_state CHECK (((clock_state)::text = ANY ((ARRAY['good'::character varying, 'suspect'::character varying, 'confirmed'::character varying])::text[])))
);
CREATE TABLE public.staff (
    staff_id uuid NOT NULL,
    clinic_id uuid NOT NULL,
    name character varying(128) NOT NULL,
    role character varying(16) NOT NULL,
    password_hash character varying(256) NOT NULL,
    one_time_secret bytea,
    state character varying(16) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_staff_role CHECK (((role)::text = ANY ((ARRAY['admin'::character varying, 'therapist'::character varying, 'assistant'::character varying, 'billing'::character varying, 'auditor'::character varying])::text[]))),
    CONSTRAINT ck_staff_state CHECK (((state)::text = ANY ((ARRAY['active'::character varying, 'disabled'::character varying])::text[])))
);
CREATE TABLE public.standing (
    patient_id uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    receipts integer NOT NULL,
    last_session_at timestamp with time zone,
    newest_day date,
    done_days bigint NOT NULL,
    counted_days bigint NOT NULL,
    pain integer,
    pain_before double precision,
    rom_share double precision,
    hits jsonb NOT NULL
);
COMMENT ON TABLE public.standing IS 'what the worklist needs of a patient''s sessions, made anew when records have come; done_days, counted_days: a bit a day, the lowest of newest_day';
CREATE TABLE public.web_session (
    token_sha256 character varying(64) NOT NULL,
    staff_id uuid NOT NULL,
    began_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.exercise ATTACH PARTITION public.exercise_rest DEFAULT;
ALTER TABLE ONLY public.finding ATTACH PARTITION public.finding_rest DEFAULT;
ALTER TABLE ONLY public.session ATTACH PARTITION public.session_rest DEFAULT;
INSERT INTO public.access VALUES ('6c0d321b-3c39-492c-8979-a84f381d032c', 'c45f3068-c36c-4511-854a-fb9b7937e4b6');
INSERT INTO public.alembic_version VALUES ('first_release');
INSERT INTO public.audit VALUES (1, '2026-11-29 21:18:44.065022+00', 'therapist', 'view', 'dae621f3-6ec4-4c6d-b713-eefdfc7134c2', '{}', '0000000000000000000000000000000000000000000000000000000000000000', 'aa8c29e2c9c1db7f4123a4ceb28805eac4a8b31b064c1d26bdf78236f4e6ece8');
INSERT INTO public.clinic VALUES ('1654fcd8-aa08-4760-8758-8b1996b4cb00', 'Praxis am See', 'Europe/Zurich', 3650, '{}', '2026-11-29 21:18:43.793174+00');
INSERT INTO public.device VALUES ('f3e18c05-4d18-4f63-8ac2-1def5c04c99a', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', 'Laptop', NULL, 0, NULL, NULL, 'active', '2026-11-29 21:18:43.837761+00');
INSERT INTO public.device_key VALUES ('0000000000000000000000000000000000000002', 'f3e18c05-4d18-4f63-8ac2-1def5c04c99a', '2026-11-29 21:18:43.837761+00', NULL, 'active');
INSERT INTO public.exercise_rest VALUES ('2026-11-30', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', '0b6f5f0e-7f3c-4d2a-9a63-000000000001', 1, 0, 'shoulder_abduction', 'right', 10, 10, 9, 5, NULL, 1, 2.5, 84.5, 92.5, 90, 110, 41.5, 2, NULL, 'done', 'network', '{"praise": 5, "low_range": 5}', 'Sie haben 10 von 10 Wiederholungen gemacht.', '{"rom_deg": [null, 81.25, 82.25, 83.25, 84.25, 85.25, 86.25, 87.25, 88.25, 89.25], "tempo_s": [2.125, 2.125, 2.125, 2.125, 2.125, 2.125, 2.125, 2.125, 2.125, 2.125], "cue_kind": ["not_compared", "praise", "praise", "praise", "praise", "praise", "praise", "praise", "praise", "praise"], "stability": [null, -7.5, -7.5, -7.5, -7.5, -7.5, -7.5, -7.5, -7.5, -7.5], "similarity": [null, 0.875, 0.875, 0.875, 0.875, 0.875, 0.875, 0.875, 0.875, 0.875]}');
INSERT INTO public.exercise_rest VALUES ('2026-11-30', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', '0b6f5f0e-7f3c-4d2a-9a63-000000000001', 1, 1, 'shoulder_abduction', 'right', 10, 4, 3, 2, NULL, 1, 2.5, 84.5, 92.5, 90, 110, 41.5, 2, NULL, 'fatigue', 'network', '{"praise": 2, "low_range": 2}', 'Sie haben 10 von 10 Wiederholungen gemacht.', '{"rom_deg": [null, 81.25, 82.25, 83.25], "tempo_s": [2.125, 2.125, 2.125, 2.125], "cue_kind": ["not_compared", "praise", "praise", "praise"], "stability": [null, -7.5, -7.5, -7.5], "similarity": [null, 0.875, 0.875, 0.875]}');
INSERT INTO public.finding_rest VALUES ('2026-11-30', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', '0b6f5f0e-7f3c-4d2a-9a63-000000000001', 1, 0, 0, 3, 0.3, 0.4, 'outward', 0.5, 'Ihr Arm ist 12° unter Ihrer Referenz beim Heben, gegen Ende');
INSERT INTO public.finding_rest VALUES ('2026-11-30', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', '0b6f5f0e-7f3c-4d2a-9a63-000000000001', 1, 1, 0, 3, 0.3, 0.4, 'outward', 0.5, 'Ihr Arm ist 12° unter Ihrer Referenz beim Heben, gegen Ende');
INSERT INTO public.flag VALUES ('a129142d-06d1-4217-a332-0426bc9860cf', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', 'pain', 'red', 'Wegwarte', '2026-11-30 09:30:00+00', NULL, NULL, NULL);
INSERT INTO public.invite VALUES ('60eae0e5-c150-44d2-88ae-7b74ac6888e3', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', '0000000000000000000000000000000000000000000000000000000000000000', 5, '2026-11-30 09:30:00+00', '2026-11-30 09:30:00+00', NULL, 'f3e18c05-4d18-4f63-8ac2-1def5c04c99a');
INSERT INTO public.message VALUES ('8b901422-4e2e-4401-ac90-60564220c1a4', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', 'from_patient', '6c0d321b-3c39-492c-8979-a84f381d032c', 'Wegwarte', true, '2026-11-30 09:30:00+00', NULL, NULL);
INSERT INTO public.note VALUES ('4690170c-bb63-4356-857c-f98731b48894', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', '6c0d321b-3c39-492c-8979-a84f381d032c', 'Wegwarte', '2026-11-30 09:30:00+00');
INSERT INTO public.outgoing VALUES ('c45f3068-c36c-4511-854a-fb9b7937e4b6', 1, 'message', '{"text": "Wegwarte"}', '2026-11-30 09:30:00+00', NULL, NULL, NULL, NULL);
INSERT INTO public.patient VALUES ('c45f3068-c36c-4511-854a-fb9b7937e4b6', '1654fcd8-aa08-4760-8758-8b1996b4cb00', 'p00002', 'Europe/Zurich', 'active', false, NULL, NULL, NULL, NULL, 0, 'dae621f3-6ec4-4c6d-b713-eefdfc7134c2', '2026-11-29 21:18:43.809758+00');
INSERT INTO public.person VALUES ('c45f3068-c36c-4511-854a-fb9b7937e4b6', '\xdc7b848e496a8fd5278d892788753f686c4da2c4f86fd782d325eab2ccb86801492cf0c0e57cc6dbb53035a0255b120a');
INSERT INTO public.plan VALUES ('c45f3068-c36c-4511-854a-fb9b7937e4b6', 'shoulder', '2026-11-30 09:30:00+00');
INSERT INTO public.plan_version VALUES ('c45f3068-c36c-4511-854a-fb9b7937e4b6', 'shoulder', 1, '6c0d321b-3c39-492c-8979-a84f381d032c', 'Wegwarte', '0000000000000000000000000000000000000000000000000000000000000000', '{"words": "Wegwarte"}', '2026-11-30 09:30:00+00', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.quarantine VALUES ('4168fdc2-2c84-4b9c-93fe-7200b4171195', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', 'f3e18c05-4d18-4f63-8ac2-1def5c04c99a', '0b6f5f0e-7f3c-4d2a-9a63-000000000001', 1, '6de723a86aa0ba21c0461016713e9eee52c19edc9d6ef8b79eca33cca028af50', 'conflict', 'this revision of the session is stored with other content', '\xde0010aa73657373696f6e5f6964d92430623666356630652d376633632d346432612d396136332d303030303030303030303031a87265766973696f6e01a973696d756c61746564c2a8626567616e5f6d73cf000001a22b933f40a8656e6465645f6d73cf000001a22ba58ec0aa6f66667365745f6d696e3ca47a6f6e65ad4575726f70652f5a7572696368a96c6f63616c5f646179aa323032362d31312d3330a7706c616e5f6964d92434613464336639632d333564352d346136362d386135352d306536616430613362303031ac706c616e5f76657273696f6e02ab706c616e5f736861323536d94061626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162a8736f667477617265a5302e322e31a57761746368a85765677761727465a86c616e6775616765a26465a965786572636973657392de0017a5696e64657800a46e616d65b273686f756c6465725f616264756374696f6ea473696465a57269676874aa707265736372696265640aa4646f6e650aa8636f6d706172656409a7636f727265637405a468656c64c0aa6f7665725f6c696d697401b36d6f73745f6f7665725f6c696d69745f646567cb4004000000000000ac6d65616e5f726f6d5f646567cb4055200000000000ab6d61785f726f6d5f646567cb4057200000000000ae7461726765745f726f6d5f646567cb4056800000000000ad6c696d69745f726f6d5f646567cb405b800000000000aa6475726174696f6e5f73cb4044c00000000000a47061696e02a66566666f7274c0ad656e6465645f62656361757365a4646f6e65a973636f7265645f6279a76e6574776f726baa6375655f636f756e747382a670726169736505a96c6f775f72616e676505a9726563757272696e679186a77365676d656e7403a57374617274cb3fd3333333333333a3656e64cb3fd999999999999aa3776179a76f757477617264a57368617265cb3fe0000000000000a5776f726473d93c4968722041726d20697374203132c2b020756e746572204968726572205265666572656e7a206265696d20486562656e2c20676567656e20456e6465a5776f726473d92b53696520686162656e20313020766f6e20313020576965646572686f6c756e67656e2067656d616368742eab72657065746974696f6e7385a7726f6d5f6465679ac0cb4054500000000000cb4054900000000000cb4054d00000000000cb4055100000000000cb4055500000000000cb4055900000000000cb4055d00000000000cb4056100000000000cb4056500000000000a973746162696c6974799ac0cbc01e000000000000cbc01e000000000000cbc01e000000000000cbc01e000000000000cbc01e000000000000cbc01e000000000000cbc01e000000000000cbc01e000000000000cbc01e000000000000a774656d706f5f739acb4001000000000000cb4001000000000000cb4001000000000000cb4001000000000000cb4001000000000000cb4001000000000000cb4001000000000000cb4001000000000000cb4001000000000000cb4001000000000000aa73696d696c61726974799ac0cb3fec000000000000cb3fec000000000000cb3fec000000000000cb3fec000000000000cb3fec000000000000cb3fec000000000000cb3fec000000000000cb3fec000000000000cb3fec000000000000a86375655f6b696e649aac6e6f745f636f6d7061726564a6707261697365a6707261697365a6707261697365a6707261697365a6707261697365a6707261697365a6707261697365a6707261697365a6707261697365de0017a5696e64657801a46e616d65b273686f756c6465725f616264756374696f6ea473696465a57269676874aa707265736372696265640aa4646f6e6504a8636f6d706172656403a7636f727265637402a468656c64c0aa6f7665725f6c696d697401b36d6f73745f6f7665725f6c696d69745f646567cb4004000000000000ac6d65616e5f726f6d5f646567cb4055200000000000ab6d61785f726f6d5f646567cb4057200000000000ae7461726765745f726f6d5f646567cb4056800000000000ad6c696d69745f726f6d5f646567cb405b800000000000aa6475726174696f6e5f73cb4044c00000000000a47061696e02a66566666f7274c0ad656e6465645f62656361757365a766617469677565a973636f7265645f6279a76e6574776f726baa6375655f636f756e747382a670726169736502a96c6f775f72616e676502a9726563757272696e679186a77365676d656e7403a57374617274cb3fd3333333333333a3656e64cb3fd999999999999aa3776179a76f757477617264a57368617265cb3fe0000000000000a5776f726473d93c4968722041726d20697374203132c2b020756e746572204968726572205265666572656e7a206265696d20486562656e2c20676567656e20456e6465a5776f726473d92b53696520686162656e20313020766f6e20313020576965646572686f6c756e67656e2067656d616368742eab72657065746974696f6e7385a7726f6d5f64656794c0cb4054500000000000cb4054900000000000cb4054d00000000000a973746162696c69747994c0cbc01e000000000000cbc01e000000000000cbc01e000000000000a774656d706f5f7394cb4001000000000000cb4001000000000000cb4001000000000000cb4001000000000000aa73696d696c617269747994c0cb3fec000000000000cb3fec000000000000cb3fec000000000000a86375655f6b696e6494ac6e6f745f636f6d7061726564a6707261697365a6707261697365a6707261697365a6736368656d6101', '2026-11-30 09:30:00+00');
INSERT INTO public.receipt VALUES ('c45f3068-c36c-4511-854a-fb9b7937e4b6', '0b6f5f0e-7f3c-4d2a-9a63-000000000001', 1, '6d0b6050345f5381946a51ad7c34185636e0ea0e11c9f2842410ea2853db9d8b', 'f3e18c05-4d18-4f63-8ac2-1def5c04c99a', '2026-11-30 09:30:00+00');
INSERT INTO public.review VALUES ('6bd72de9-d016-4d25-bb90-bc56d6b58a7c', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', '6c0d321b-3c39-492c-8979-a84f381d032c', '2026-11-30 09:30:00+00', NULL, false);
INSERT INTO public.session_rest VALUES ('2026-11-30', 'c45f3068-c36c-4511-854a-fb9b7937e4b6', '0b6f5f0e-7f3c-4d2a-9a63-000000000001', 1, '2026-11-30 09:30:00+00', '2026-11-30 08:30:00+00', '2026-11-30 08:50:00+00', 60, 'Europe/Zurich', '2026-11-30', '4a4d3f9c-35d5-4a66-8a55-0e6ad0a3b001', 2, 'abababababababababababababababababababababababababababababababab', false, 'good', 0.25, '0.2.0', 'Wegwarte', 'de');
INSERT INTO public.staff VALUES ('6c0d321b-3c39-492c-8979-a84f381d032c', '1654fcd8-aa08-4760-8758-8b1996b4cb00', 'therapist 6c0d321b-3c39-492c-8979-a84f381d032c', 'therapist', 'x', NULL, 'active', '2026-11-30 09:30:00+00');
INSERT INTO public.standing VALUES ('c45f3068-c36c-4511-854a-fb9b7937e4b6', '2026-11-30 09:30:00+00', 1, NULL, NULL, 1, 1, NULL, NULL, NULL, '[["same_finding", "2026-11-30T09:30:00+00:00", {"words": "Wegwarte"}]]');
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.exercise
    ADD CONSTRAINT pk_exercise PRIMARY KEY (received_on, patient_id, session_id, revision, "position");
ALTER TABLE ONLY public.exercise_rest
    ADD CONSTRAINT exercise_rest_pkey PRIMARY KEY (received_on, patient_id, session_id, revision, "position");
ALTER TABLE ONLY public.finding
    ADD CONSTRAINT pk_finding PRIMARY KEY (received_on, patient_id, session_id, revision, "position", number);
ALTER TABLE ONLY public.finding_rest
    ADD CONSTRAINT finding_rest_pkey PRIMARY KEY (received_on, patient_id, session_id, revision, "position", number);
ALTER TABLE ONLY public.access
    ADD CONSTRAINT pk_access PRIMARY KEY (staff_id, patient_id);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT pk_audit PRIMARY KEY (number);
ALTER TABLE ONLY public.barred_key
    ADD CONSTRAINT pk_barred_key PRIMARY KEY (key_sha256);
ALTER TABLE ONLY public.clinic
    ADD CONSTRAINT pk_clinic PRIMARY KEY (clinic_id);
ALTER TABLE ONLY public.device
    ADD CONSTRAINT pk_device PRIMARY KEY (device_id);
ALTER TABLE ONLY public.device_key
    ADD CONSTRAINT pk_device_key PRIMARY KEY (public_key);
ALTER TABLE ONLY public.flag
    ADD CONSTRAINT pk_flag PRIMARY KEY (flag_id);
ALTER TABLE ONLY public.invite
    ADD CONSTRAINT pk_invite PRIMARY KEY (invite_id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT pk_message PRIMARY KEY (message_id);
ALTER TABLE ONLY public.note
    ADD CONSTRAINT pk_note PRIMARY KEY (note_id);
ALTER TABLE ONLY public.outgoing
    ADD CONSTRAINT pk_outgoing PRIMARY KEY (patient_id, seq);
ALTER TABLE ONLY public.patient
    ADD CONSTRAINT pk_patient PRIMARY KEY (patient_id);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT pk_person PRIMARY KEY (patient_id);
ALTER TABLE ONLY public.plan
    ADD CONSTRAINT pk_plan PRIMARY KEY (patient_id, plan_id);
ALTER TABLE ONLY public.plan_version
    ADD CONSTRAINT pk_plan_version PRIMARY KEY (patient_id, plan_id, version);
ALTER TABLE ONLY public.quarantine
    ADD CONSTRAINT pk_quarantine PRIMARY KEY (quarantine_id);
ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT pk_receipt PRIMARY KEY (patient_id, session_id, revision);
ALTER TABLE ONLY public.review
    ADD CONSTRAINT pk_review PRIMARY KEY (review_id);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT pk_session PRIMARY KEY (received_on, patient_id, session_id, revision);
ALTER TABLE ONLY public.staff
    ADD CONSTRAINT pk_staff PRIMARY KEY (staff_id);
ALTER TABLE ONLY public.standing
    ADD CONSTRAINT pk_standing PRIMARY KEY (patient_id);
ALTER TABLE ONLY public.web_session
    ADD CONSTRAINT pk_web_session PRIMARY KEY (token_sha256);
ALTER TABLE ONLY public.session_rest
    ADD CONSTRAINT session_rest_pkey PRIMARY KEY (received_on, patient_id, session_id, revision);
ALTER TABLE ONLY public.clinic
    ADD CONSTRAINT uq_clinic_name UNIQUE (name);
ALTER TABLE ONLY public.patient
    ADD CONSTRAINT uq_patient_audit_subject UNIQUE (audit_subject);
ALTER TABLE ONLY public.patient
    ADD CONSTRAINT uq_patient_clinic_id_pseudonym UNIQUE (clinic_id, pseudonym);
ALTER TABLE ONLY public.quarantine
    ADD CONSTRAINT uq_quarantine_patient_id_sha256 UNIQUE (patient_id, sha256);
ALTER TABLE ONLY public.staff
    ADD CONSTRAINT uq_staff_name UNIQUE (name);
CREATE INDEX ix_exercise_patient_id_session_id_revision ON ONLY public.exercise USING btree (patient_id, session_id, revision);
CREATE INDEX exercise_rest_patient_id_session_id_revision_idx ON public.exercise_rest USING btree (patient_id, session_id, revision);
CREATE INDEX ix_finding_patient_id_session_id_revision ON ONLY public.finding USING btree (patient_id, session_id, revision);
CREATE INDEX finding_rest_patient_id_session_id_revision_idx ON public.finding_rest USING btree (patient_id, session_id, revision);
CREATE INDEX ix_access_patient_id ON public.access USING btree (patient_id);
CREATE INDEX ix_audit_subject ON public.audit USING btree (subject);
CREATE INDEX ix_device_key_device_id ON public.device_key USING btree (device_id);
CREATE INDEX ix_device_patient_id ON public.device USING btree (patient_id);
CREATE INDEX ix_flag_patient_id ON public.flag USING btree (patient_id);
CREATE INDEX ix_invite_device_id ON public.invite USING btree (device_id);
CREATE INDEX ix_invite_patient_id ON public.invite USING btree (patient_id);
CREATE INDEX ix_message_author_id ON public.message USING btree (author_id);
CREATE INDEX ix_message_patient_id ON public.message USING btree (patient_id);
CREATE INDEX ix_note_author_id ON public.note USING btree (author_id);
CREATE INDEX ix_note_patient_id ON public.note USING btree (patient_id);
CREATE INDEX ix_plan_version_author_id ON public.plan_version USING btree (author_id);
CREATE INDEX ix_quarantine_device_id ON public.quarantine USING btree (device_id);
CREATE INDEX ix_quarantine_patient_id ON public.quarantine USING btree (patient_id);
CREATE INDEX ix_receipt_device_id ON public.receipt USING btree (device_id);
CREATE INDEX ix_receipt_received_at ON public.receipt USING btree (received_at);
CREATE INDEX ix_review_author_id ON public.review USING btree (author_id);
CREATE INDEX ix_review_patient_id ON public.review USING btree (patient_id);
CREATE INDEX ix_session_patient_id_local_day ON ONLY public.session USING btree (patient_id, local_day);
CREATE INDEX ix_session_patient_id_session_id_revision ON ONLY public.session USING btree (patient_id, session_id, revision);
CREATE INDEX ix_web_session_staff_id ON public.web_session USING btree (staff_id);
CREATE INDEX session_rest_patient_id_local_day_idx ON public.session_rest USING btree (patient_id, local_day);
CREATE INDEX session_rest_patient_id_session_id_revision_idx ON public.session_rest USING btree (patient_id, session_id, revision);
ALTER INDEX public.ix_exercise_patient_id_session_id_revision ATTACH PARTITION public.exercise_rest_patient_id_session_id_revision_idx;
ALTER INDEX public.pk_exercise ATTACH PARTITION public.exercise_rest_pkey;
ALTER INDEX public.ix_finding_patient_id_session_id_revision ATTACH PARTITION public.finding_rest_patient_id_session_id_revision_idx;
ALTER INDEX public.pk_finding ATTACH PARTITION public.finding_rest_pkey;
ALTER INDEX public.ix_session_patient_id_local_day ATTACH PARTITION public.session_rest_patient_id_local_day_idx;
ALTER INDEX public.ix_session_patient_id_session_id_revision ATTACH PARTITION public.session_rest_patient_id_session_id_revision_idx;
ALTER INDEX public.pk_session ATTACH PARTITION public.session_rest_pkey;
CREATE TRIGGER audit_keeps_rows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.audit_only_grows();
ALTER TABLE ONLY public.access
    ADD CONSTRAINT fk_access_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.access
    ADD CONSTRAINT fk_access_staff_id FOREIGN KEY (staff_id) REFERENCES public.staff(staff_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.device_key
    ADD CONSTRAINT fk_device_key_device_id FOREIGN KEY (device_id) REFERENCES public.device(device_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.device
    ADD CONSTRAINT fk_device_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE public.exercise
    ADD CONSTRAINT fk_exercise_received_on_patient_id_session_id_revision FOREIGN KEY (received_on, patient_id, session_id, revision) REFERENCES public.session(received_on, patient_id, session_id, revision) ON DELETE CASCADE;
ALTER TABLE public.finding
    ADD CONSTRAINT fk_finding_received_on_patient_id_session_id_revision FOREIGN KEY (received_on, patient_id, session_id, revision) REFERENCES public.session(received_on, patient_id, session_id, revision) ON DELETE CASCADE;
ALTER TABLE ONLY public.flag
    ADD CONSTRAINT fk_flag_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.invite
    ADD CONSTRAINT fk_invite_device_id FOREIGN KEY (device_id) REFERENCES public.device(device_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.invite
    ADD CONSTRAINT fk_invite_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.message
    ADD CONSTRAINT fk_message_author_id FOREIGN KEY (author_id) REFERENCES public.staff(staff_id) ON DELETE SET NULL;
ALTER TABLE ONLY public.message
    ADD CONSTRAINT fk_message_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.note
    ADD CONSTRAINT fk_note_author_id FOREIGN KEY (author_id) REFERENCES public.staff(staff_id) ON DELETE SET NULL;
ALTER TABLE ONLY public.note
    ADD CONSTRAINT fk_note_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.outgoing
    ADD CONSTRAINT fk_outgoing_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.patient
    ADD CONSTRAINT fk_patient_clinic_id FOREIGN KEY (clinic_id) REFERENCES public.clinic(clinic_id);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT fk_person_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.plan
    ADD CONSTRAINT fk_plan_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.plan_version
    ADD CONSTRAINT fk_plan_version_author_id FOREIGN KEY (author_id) REFERENCES public.staff(staff_id) ON DELETE SET NULL;
ALTER TABLE ONLY public.plan_version
    ADD CONSTRAINT fk_plan_version_patient_id_plan_id FOREIGN KEY (patient_id, plan_id) REFERENCES public.plan(patient_id, plan_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.quarantine
    ADD CONSTRAINT fk_quarantine_device_id FOREIGN KEY (device_id) REFERENCES public.device(device_id) ON DELETE SET NULL;
ALTER TABLE ONLY public.quarantine
    ADD CONSTRAINT fk_quarantine_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT fk_receipt_device_id FOREIGN KEY (device_id) REFERENCES public.device(device_id) ON DELETE SET NULL;
ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT fk_receipt_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.review
    ADD CONSTRAINT fk_review_author_id FOREIGN KEY (author_id) REFERENCES public.staff(staff_id) ON DELETE SET NULL;
ALTER TABLE ONLY public.review
    ADD CONSTRAINT fk_review_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE public.session
    ADD CONSTRAINT fk_session_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.staff
    ADD CONSTRAINT fk_staff_clinic_id FOREIGN KEY (clinic_id) REFERENCES public.clinic(clinic_id);
ALTER TABLE ONLY public.standing
    ADD CONSTRAINT fk_standing_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.web_session
    ADD CONSTRAINT fk_web_session_staff_id FOREIGN KEY (staff_id) REFERENCES public.staff(staff_id) ON DELETE CASCADE;
