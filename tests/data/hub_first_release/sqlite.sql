PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE audit (
	number BIGINT NOT NULL,
	at DATETIME NOT NULL,
	actor VARCHAR(128) NOT NULL,
	action VARCHAR(32) NOT NULL,
	subject CHAR(32),
	detail TEXT NOT NULL,
	prev_sha256 VARCHAR(64) NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	CONSTRAINT pk_audit PRIMARY KEY (number)
);
CREATE TABLE barred_key (
	key_sha256 VARCHAR(64) NOT NULL,
	CONSTRAINT pk_barred_key PRIMARY KEY (key_sha256)
);
CREATE TABLE clinic (
	clinic_id CHAR(32) NOT NULL,
	name VARCHAR(200) NOT NULL,
	zone VARCHAR(64) NOT NULL,
	keep_days INTEGER NOT NULL,
	thresholds JSON NOT NULL,
	made_at DATETIME NOT NULL,
	CONSTRAINT pk_clinic PRIMARY KEY (clinic_id),
	CONSTRAINT ck_clinic_keep_days CHECK (keep_days >= 1 AND keep_days <= 36500),
	CONSTRAINT uq_clinic_name UNIQUE (name)
);
CREATE TABLE patient (
	patient_id CHAR(32) NOT NULL,
	clinic_id CHAR(32) NOT NULL,
	pseudonym VARCHAR(64) NOT NULL,
	zone VARCHAR(64) NOT NULL,
	state VARCHAR(16) NOT NULL,
	simulated BOOLEAN NOT NULL,
	consent_at DATETIME,
	consent_sha256 VARCHAR(64),
	ended_at DATETIME,
	keep_until DATE,
	last_seq BIGINT NOT NULL,
	audit_subject CHAR(32) NOT NULL,
	made_at DATETIME NOT NULL,
	CONSTRAINT pk_patient PRIMARY KEY (patient_id),
	CONSTRAINT ck_patient_state CHECK (state IN ('invited', 'active', 'ended')),
	CONSTRAINT fk_patient_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (clinic_id),
	CONSTRAINT uq_patient_audit_subject UNIQUE (audit_subject),
	CONSTRAINT uq_patient_clinic_id_pseudonym UNIQUE (clinic_id, pseudonym)
);
CREATE TABLE staff (
	staff_id CHAR(32) NOT NULL,
	clinic_id CHAR(32) NOT NULL,
	name VARCHAR(128) NOT NULL,
	role VARCHAR(16) NOT NULL,
	password_hash VARCHAR(256) NOT NULL,
	one_time_secret BLOB,
	state VARCHAR(16) NOT NULL,
	made_at DATETIME NOT NULL,
	CONSTRAINT pk_staff PRIMARY KEY (staff_id),
	CONSTRAINT ck_staff_role CHECK (role IN ('admin', 'therapist', 'assistant', 'billing', 'auditor')),
	CONSTRAINT ck_staff_state CHECK (state IN ('active', 'disabled')),
	CONSTRAINT fk_staff_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (clinic_id),
	CONSTRAINT uq_staff_name UNIQUE (name)
);
CREATE TABLE access (
	staff_id CHAR(32) NOT NULL,
	patient_id CHAR(32) NOT NULL,
	CONSTRAINT pk_access PRIMARY KEY (staff_id, patient_id),
	CONSTRAINT fk_access_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE,
	CONSTRAINT fk_access_staff_id FOREIGN KEY(staff_id) REFERENCES staff (staff_id) ON DELETE CASCADE
);
CREATE TABLE device (
	device_id CHAR(32) NOT NULL,
	patient_id CHAR(32) NOT NULL,
	label VARCHAR(128) NOT NULL,
	install_id VARCHAR(64),
	counter BIGINT NOT NULL,
	seen_at DATETIME,
	clock_offset_s DOUBLE,
	state VARCHAR(16) NOT NULL,
	made_at DATETIME NOT NULL,
	CONSTRAINT pk_device PRIMARY KEY (device_id),
	CONSTRAINT ck_device_state CHECK (state IN ('pending', 'active', 'paused', 'revoked')),
	CONSTRAINT fk_device_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
CREATE TABLE flag (
	flag_id CHAR(32) NOT NULL,
	patient_id CHAR(32) NOT NULL,
	rule VARCHAR(64) NOT NULL,
	severity VARCHAR(16) NOT NULL,
	words TEXT NOT NULL,
	raised_at DATETIME NOT NULL,
	snoozed_until DATE,
	reason TEXT,
	closed_at DATETIME,
	CONSTRAINT pk_flag PRIMARY KEY (flag_id),
	CONSTRAINT ck_flag_severity CHECK (severity IN ('red', 'amber', 'grey')),
	CONSTRAINT fk_flag_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
CREATE TABLE message (
	message_id CHAR(32) NOT NULL,
	patient_id CHAR(32) NOT NULL,
	direction VARCHAR(16) NOT NULL,
	author_id CHAR(32),
	text TEXT NOT NULL,
	about_pain BOOLEAN NOT NULL,
	written_at DATETIME NOT NULL,
	received_at DATETIME,
	read_at DATETIME,
	CONSTRAINT pk_message PRIMARY KEY (message_id),
	CONSTRAINT ck_message_direction CHECK (direction IN ('to_patient', 'from_patient')),
	CONSTRAINT fk_message_author_id FOREIGN KEY(author_id) REFERENCES staff (staff_id) ON DELETE SET NULL,
	CONSTRAINT fk_message_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
CREATE TABLE note (
	note_id CHAR(32) NOT NULL,
	patient_id CHAR(32) NOT NULL,
	author_id CHAR(32),
	text TEXT NOT NULL,
	written_at DATETIME NOT NULL,
	CONSTRAINT pk_note PRIMARY KEY (note_id),
	CONSTRAINT fk_note_author_id FOREIGN KEY(author_id) REFERENCES staff (staff_id) ON DELETE SET NULL,
	CONSTRAINT fk_note_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
CREATE TABLE outgoing (
	patient_id CHAR(32) NOT NULL,
	seq BIGINT NOT NULL,
	kind VARCHAR(16) NOT NULL,
	body JSON NOT NULL,
	made_at DATETIME NOT NULL,
	sent_at DATETIME,
	answered_at DATETIME,
	answer VARCHAR(16),
	reason TEXT,
	CONSTRAINT pk_outgoing PRIMARY KEY (patient_id, seq),
	CONSTRAINT ck_outgoing_answer CHECK (answer IN ('accepted', 'refused')),
	CONSTRAINT ck_outgoing_kind CHECK (kind IN ('plan', 'message', 'forget')),
	CONSTRAINT fk_outgoing_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
CREATE TABLE person (
	patient_id CHAR(32) NOT NULL,
	sealed BLOB NOT NULL,
	CONSTRAINT pk_person PRIMARY KEY (patient_id),
	CONSTRAINT fk_person_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
CREATE TABLE "plan" (
	patient_id CHAR(32) NOT NULL,
	plan_id VARCHAR(64) NOT NULL,
	made_at DATETIME NOT NULL,
	CONSTRAINT pk_plan PRIMARY KEY (patient_id, plan_id),
	CONSTRAINT fk_plan_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
CREATE TABLE review (
	review_id CHAR(32) NOT NULL,
	patient_id CHAR(32) NOT NULL,
	author_id CHAR(32),
	began_at DATETIME NOT NULL,
	ended_at DATETIME,
	live_contact BOOLEAN NOT NULL,
	CONSTRAINT pk_review PRIMARY KEY (review_id),
	CONSTRAINT fk_review_author_id FOREIGN KEY(author_id) REFERENCES staff (staff_id) ON DELETE SET NULL,
	CONSTRAINT fk_review_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
CREATE TABLE standing (
	patient_id CHAR(32) NOT NULL,
	made_at DATETIME NOT NULL,
	receipts INTEGER NOT NULL,
	last_session_at DATETIME,
	newest_day DATE,
	done_days BIGINT NOT NULL,
	counted_days BIGINT NOT NULL,
	pain INTEGER,
	pain_before DOUBLE,
	rom_share DOUBLE,
	hits JSON NOT NULL,
	CONSTRAINT pk_standing PRIMARY KEY (patient_id),
	CONSTRAINT fk_standing_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
CREATE TABLE session (
	received_on DATE NOT NULL,
	patient_id CHAR(32) NOT NULL,
	session_id CHAR(32) NOT NULL,
	revision INTEGER NOT NULL,
	received_at DATETIME NOT NULL,
	began_at DATETIME NOT NULL,
	ended_at DATETIME NOT NULL,
	utc_offset_min INTEGER NOT NULL,
	zone VARCHAR(64) NOT NULL,
	local_day DATE NOT NULL,
	plan_id VARCHAR(64) NOT NULL,
	plan_version INTEGER NOT NULL,
	plan_sha256 VARCHAR(64) NOT NULL,
	simulated BOOLEAN NOT NULL,
	clock_state VARCHAR(16) NOT NULL,
	clock_offset_s DOUBLE,
	software VARCHAR(64) NOT NULL,
	watch VARCHAR(200) NOT NULL,
	language VARCHAR(16) NOT NULL,
	CONSTRAINT pk_session PRIMARY KEY (received_on, patient_id, session_id, revision),
	CONSTRAINT ck_session_clock_state CHECK (clock_state IN ('good', 'suspect', 'confirmed')),
	CONSTRAINT fk_session_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
CREATE TABLE web_session (
	token_sha256 VARCHAR(64) NOT NULL,
	staff_id CHAR(32) NOT NULL,
	began_at DATETIME NOT NULL,
	used_at DATETIME NOT NULL,
	ends_at DATETIME NOT NULL,
	CONSTRAINT pk_web_session PRIMARY KEY (token_sha256),
	CONSTRAINT fk_web_session_staff_id FOREIGN KEY(staff_id) REFERENCES staff (staff_id) ON DELETE CASCADE
);
CREATE TABLE device_key (
	public_key VARCHAR(40) NOT NULL,
	device_id CHAR(32) NOT NULL,
	valid_from DATETIME NOT NULL,
	valid_until DATETIME,
	state VARCHAR(16) NOT NULL,
	CONSTRAINT pk_device_key PRIMARY KEY (public_key),
	CONSTRAINT ck_device_key_state CHECK (state IN ('pending', 'active', 'retired', 'revoked')),
	CONSTRAINT fk_device_key_device_id FOREIGN KEY(device_id) REFERENCES device (device_id) ON DELETE CASCADE
);
CREATE TABLE exercise (
	received_on DATE NOT NULL,
	patient_id CHAR(32) NOT NULL,
	session_id CHAR(32) NOT NULL,
	revision INTEGER NOT NULL,
	position INTEGER NOT NULL,
	name VARCHAR(64) NOT NULL,
	side VARCHAR(16) NOT NULL,
	prescribed INTEGER NOT NULL,
	done INTEGER NOT NULL,
	compared INTEGER NOT NULL,
	correct INTEGER NOT NULL,
	held INTEGER,
	over_limit INTEGER NOT NULL,
	most_over_limit_deg DOUBLE NOT NULL,
	mean_rom_deg DOUBLE,
	max_rom_deg DOUBLE,
	target_rom_deg DOUBLE NOT NULL,
	limit_rom_deg DOUBLE,
	duration_s DOUBLE NOT NULL,
	pain INTEGER,
	effort INTEGER,
	ended_because VARCHAR(16) NOT NULL,
	scored_by VARCHAR(16),
	cue_counts JSON NOT NULL,
	words TEXT NOT NULL,
	repetitions JSON,
	CONSTRAINT pk_exercise PRIMARY KEY (received_on, patient_id, session_id, revision, position),
	CONSTRAINT ck_exercise_ended_because CHECK (ended_because IN ('done', 'pain', 'fatigue', 'other', 'cut')),
	CONSTRAINT ck_exercise_effort CHECK (effort >= 0 AND effort <= 10),
	CONSTRAINT ck_exercise_pain CHECK (pain >= 0 AND pain <= 10),
	CONSTRAINT fk_exercise_received_on_patient_id_session_id_revision FOREIGN KEY(received_on, patient_id, session_id, revision) REFERENCES session (received_on, patient_id, session_id, revision) ON DELETE CASCADE
);
CREATE TABLE finding (
	received_on DATE NOT NULL,
	patient_id CHAR(32) NOT NULL,
	session_id CHAR(32) NOT NULL,
	revision INTEGER NOT NULL,
	position INTEGER NOT NULL,
	number INTEGER NOT NULL,
	segment INTEGER NOT NULL,
	start_share DOUBLE NOT NULL,
	end_share DOUBLE NOT NULL,
	way VARCHAR(16) NOT NULL,
	share DOUBLE NOT NULL,
	words TEXT NOT NULL,
	CONSTRAINT pk_finding PRIMARY KEY (received_on, patient_id, session_id, revision, position, number),
	CONSTRAINT ck_finding_way CHECK (way IN ('outward', 'returning')),
	CONSTRAINT ck_finding_share CHECK (share >= 0 AND share <= 1),
	CONSTRAINT fk_finding_received_on_patient_id_session_id_revision FOREIGN KEY(received_on, patient_id, session_id, revision) REFERENCES session (received_on, patient_id, session_id, revision) ON DELETE CASCADE
);
CREATE TABLE invite (
	invite_id CHAR(32) NOT NULL,
	patient_id CHAR(32) NOT NULL,
	secret_sha256 VARCHAR(64) NOT NULL,
	tries_left INTEGER NOT NULL,
	made_at DATETIME NOT NULL,
	expires_at DATETIME NOT NULL,
	used_at DATETIME,
	device_id CHAR(32),
	CONSTRAINT pk_invite PRIMARY KEY (invite_id),
	CONSTRAINT ck_invite_tries_left CHECK (tries_left >= 0 AND tries_left <= 5),
	CONSTRAINT fk_invite_device_id FOREIGN KEY(device_id) REFERENCES device (device_id) ON DELETE CASCADE,
	CONSTRAINT fk_invite_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
CREATE TABLE plan_version (
	patient_id CHAR(32) NOT NULL,
	plan_id VARCHAR(64) NOT NULL,
	version INTEGER NOT NULL,
	author_id CHAR(32),
	toml TEXT NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	schedule JSON NOT NULL,
	made_at DATETIME NOT NULL,
	sent_at DATETIME,
	answered_at DATETIME,
	answer VARCHAR(16),
	reason TEXT,
	superseded_at DATETIME,
	CONSTRAINT pk_plan_version PRIMARY KEY (patient_id, plan_id, version),
	CONSTRAINT ck_plan_version_answer CHECK (answer IN ('accepted', 'refused')),
	CONSTRAINT ck_plan_version_version CHECK (version >= 1 AND version <= 1000000),
	CONSTRAINT fk_plan_version_author_id FOREIGN KEY(author_id) REFERENCES staff (staff_id) ON DELETE SET NULL,
	CONSTRAINT fk_plan_version_patient_id_plan_id FOREIGN KEY(patient_id, plan_id) REFERENCES "plan" (patient_id, plan_id) ON DELETE CASCADE
);
CREATE TABLE quarantine (
	quarantine_id CHAR(32) NOT NULL,
	patient_id CHAR(32) NOT NULL,
	device_id CHAR(32),
	session_id CHAR(32),
	revision INTEGER,
	sha256 VARCHAR(64) NOT NULL,
	reason VARCHAR(16) NOT NULL,
	detail TEXT NOT NULL,
	body BLOB NOT NULL,
	received_at DATETIME NOT NULL,
	CONSTRAINT pk_quarantine PRIMARY KEY (quarantine_id),
	CONSTRAINT ck_quarantine_reason CHECK (reason IN ('conflict', 'unreadable', 'refused')),
	CONSTRAINT fk_quarantine_device_id FOREIGN KEY(device_id) REFERENCES device (device_id) ON DELETE SET NULL,
	CONSTRAINT fk_quarantine_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE,
	CONSTRAINT uq_quarantine_patient_id_sha256 UNIQUE (patient_id, sha256)
);
CREATE TABLE receipt (
	patient_id CHAR(32) NOT NULL,
	session_id CHAR(32) NOT NULL,
	revision INTEGER NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	device_id CHAR(32),
	received_at DATETIME NOT NULL,
	CONSTRAINT pk_receipt PRIMARY KEY (patient_id, session_id, revision),
	CONSTRAINT ck_receipt_revision CHECK (revision >= 1 AND revision <= 1000000),
	CONSTRAINT fk_receipt_device_id FOREIGN KEY(device_id) REFERENCES device (device_id) ON DELETE SET NULL,
	CONSTRAINT fk_receipt_patient_id FOREIGN KEY(patient_id) REFERENCES patient (patient_id) ON DELETE CASCADE
);
INSERT INTO alembic_version VALUES ('first_release');
INSERT INTO audit VALUES (1, '2026-11-29 21:18:40.656514', 'therapist', 'view', '686e8c3966db4353944131e0279cc3a5', '{}', '0000000000000000000000000000000000000000000000000000000000000000', '5cdc47ce931fe8222289f13230f6374de238717d6b0e21d1856cf81ec2530f56');
INSERT INTO clinic VALUES ('59ddd8b5ae8e461cb1df4858dc33c54c', 'Praxis am See', 'Europe/Zurich', 3650, '{}', '2026-11-29 21:18:40.558123');
INSERT INTO patient VALUES ('2d68799cd9cc4374a5e616f4cf922ed7', '59ddd8b5ae8e461cb1df4858dc33c54c', 'p00001', 'Europe/Zurich', 'active', 0, NULL, NULL, NULL, NULL, 0, '686e8c3966db4353944131e0279cc3a5', '2026-11-29 21:18:40.560403');
INSERT INTO staff VALUES ('1e88715341144ca884d1afb15f735b61', '59ddd8b5ae8e461cb1df4858dc33c54c', 'therapist 1e887153-4114-4ca8-84d1-afb15f735b61', 'therapist', 'x', NULL, 'active', '2026-11-30 09:30:00.000000');
INSERT INTO access VALUES ('1e88715341144ca884d1afb15f735b61', '2d68799cd9cc4374a5e616f4cf922ed7');
INSERT INTO device VALUES ('658fc84b8982439c83c18e751b69123f', '2d68799cd9cc4374a5e616f4cf922ed7', 'Laptop', NULL, 0, NULL, NULL, 'active', '2026-11-29 21:18:40.586266');
INSERT INTO flag VALUES ('3841ddd2b9044f6785d072d8e628e335', '2d68799cd9cc4374a5e616f4cf922ed7', 'pain', 'red', 'Wegwarte', '2026-11-30 09:30:00.000000', NULL, NULL, NULL);
INSERT INTO message VALUES ('6b275d3b478145b7b8cdf1e8c60e4874', '2d68799cd9cc4374a5e616f4cf922ed7', 'from_patient', '1e88715341144ca884d1afb15f735b61', 'Wegwarte', 1, '2026-11-30 09:30:00.000000', NULL, NULL);
INSERT INTO note VALUES ('eecc917c66d6442da06df86be511d6b8', '2d68799cd9cc4374a5e616f4cf922ed7', '1e88715341144ca884d1afb15f735b61', 'Wegwarte', '2026-11-30 09:30:00.000000');
INSERT INTO outgoing VALUES ('2d68799cd9cc4374a5e616f4cf922ed7', 1, 'message', '{"text": "Wegwarte"}', '2026-11-30 09:30:00.000000', NULL, NULL, NULL, NULL);
INSERT INTO person VALUES ('2d68799cd9cc4374a5e616f4cf922ed7', X'9F03D03D2E9ACC9DF762F854F1D5617E45D6FC98F3F5D7A6BB8213FA7E85A7C01672A9CE331D9994DD1C0488137F01D0');
INSERT INTO plan VALUES ('2d68799cd9cc4374a5e616f4cf922ed7', 'shoulder', '2026-11-30 09:30:00.000000');
INSERT INTO review VALUES ('f14544f6d34848d89d52e3ac1ac84297', '2d68799cd9cc4374a5e616f4cf922ed7', '1e88715341144ca884d1afb15f735b61', '2026-11-30 09:30:00.000000', NULL, 0);
INSERT INTO standing VALUES ('2d68799cd9cc4374a5e616f4cf922ed7', '2026-11-30 09:30:00.000000', 1, NULL, NULL, 1, 1, NULL, NULL, NULL, '[["same_finding", "2026-11-30T09:30:00+00:00", {"words": "Wegwarte"}]]');
INSERT INTO session VALUES ('2026-11-30', '2d68799cd9cc4374a5e616f4cf922ed7', '0b6f5f0e7f3c4d2a9a63000000000001', 1, '2026-11-30 09:30:00.000000', '2026-11-30 08:30:00.000000', '2026-11-30 08:50:00.000000', 60, 'Europe/Zurich', '2026-11-30', '4a4d3f9c-35d5-4a66-8a55-0e6ad0a3b001', 2, 'abababababababababababababababababababababababababababababababab', 0, 'good', 0.25, '0.2.0', 'Wegwarte', 'de');
INSERT INTO device_key VALUES ('0000000000000000000000000000000000000001', '658fc84b8982439c83c18e751b69123f', '2026-11-29 21:18:40.586266', NULL, 'active');
INSERT INTO exercise VALUES ('2026-11-30', '2d68799cd9cc4374a5e616f4cf922ed7', '0b6f5f0e7f3c4d2a9a63000000000001', 1, 0, 'shoulder_abduction', 'right', 10, 10, 9, 5, NULL, 1, 2.5, 84.5, 92.5, 90.0, 110.0, 41.5, 2, NULL, 'done', 'network', '{"praise": 5, "low_range": 5}', 'Sie haben 10 von 10 Wiederholungen gemacht.', '{"rom_deg": [null, 81.25, 82.25, 83.25, 84.25, 85.25, 86.25, 87.25, 88.25, 89.25], "stability": [null, -7.5, -7.5, -7.5, -7.5, -7.5, -7.5, -7.5, -7.5, -7.5], "tempo_s": [2.125, 2.125, 2.125, 2.125, 2.125, 2.125, 2.125, 2.125, 2.125, 2.125], "similarity": [null, 0.875, 0.875, 0.875, 0.875, 0.875, 0.875, 0.875, 0.875, 0.875], "cue_kind": ["not_compared", "praise", "praise", "praise", "praise", "praise", "praise", "praise", "praise", "praise"]}');
INSERT INTO exercise VALUES ('2026-11-30', '2d68799cd9cc4374a5e616f4cf922ed7', '0b6f5f0e7f3c4d2a9a63000000000001', 1, 1, 'shoulder_abduction', 'right', 10, 4, 3, 2, NULL, 1, 2.5, 84.5, 92.5, 90.0, 110.0, 41.5, 2, NULL, 'fatigue', 'network', '{"praise": 2, "low_range": 2}', 'Sie haben 10 von 10 Wiederholungen gemacht.', '{"rom_deg": [null, 81.25, 82.25, 83.25], "stability": [null, -7.5, -7.5, -7.5], "tempo_s": [2.125, 2.125, 2.125, 2.125], "similarity": [null, 0.875, 0.875, 0.875], "cue_kind": ["not_compared", "praise", "praise", "praise"]}');
INSERT INTO finding VALUES ('2026-11-30', '2d68799cd9cc4374a5e616f4cf922ed7', '0b6f5f0e7f3c4d2a9a63000000000001', 1, 0, 0, 3, 0.3, 0.4, 'outward', 0.5, 'Ihr Arm ist 12° unter Ihrer Referenz beim Heben, gegen Ende');
INSERT INTO finding VALUES ('2026-11-30', '2d68799cd9cc4374a5e616f4cf922ed7', '0b6f5f0e7f3c4d2a9a63000000000001', 1, 1, 0, 3, 0.3, 0.4, 'outward', 0.5, 'Ihr Arm ist 12° unter Ihrer Referenz beim Heben, gegen Ende');
INSERT INTO invite VALUES ('6a03b8384acc4ab0969223e71bd7050d', '2d68799cd9cc4374a5e616f4cf922ed7', '0000000000000000000000000000000000000000000000000000000000000000', 5, '2026-11-30 09:30:00.000000', '2026-11-30 09:30:00.000000', NULL, '658fc84b8982439c83c18e751b69123f');
INSERT INTO plan_version VALUES ('2d68799cd9cc4374a5e616f4cf922ed7', 'shoulder', 1, '1e88715341144ca884d1afb15f735b61', 'Wegwarte', '0000000000000000000000000000000000000000000000000000000000000000', '{"words": "Wegwarte"}', '2026-11-30 09:30:00.000000', NULL, NULL, NULL, NULL, NULL);
INSERT INTO quarantine VALUES ('0619cc8da53e4dd48d982e3c9b2020a9', '2d68799cd9cc4374a5e616f4cf922ed7', '658fc84b8982439c83c18e751b69123f', '0b6f5f0e7f3c4d2a9a63000000000001', 1, '6de723a86aa0ba21c0461016713e9eee52c19edc9d6ef8b79eca33cca028af50', 'conflict', 'this revision of the session is stored with other content', X'DE0010AA73657373696F6E5F6964D92430623666356630652D376633632D346432612D396136332D303030303030303030303031A87265766973696F6E01A973696D756C61746564C2A8626567616E5F6D73CF000001A22B933F40A8656E6465645F6D73CF000001A22BA58EC0AA6F66667365745F6D696E3CA47A6F6E65AD4575726F70652F5A7572696368A96C6F63616C5F646179AA323032362D31312D3330A7706C616E5F6964D92434613464336639632D333564352D346136362D386135352D306536616430613362303031AC706C616E5F76657273696F6E02AB706C616E5F736861323536D94061626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162A8736F667477617265A5302E322E31A57761746368A85765677761727465A86C616E6775616765A26465A965786572636973657392DE0017A5696E64657800A46E616D65B273686F756C6465725F616264756374696F6EA473696465A57269676874AA707265736372696265640AA4646F6E650AA8636F6D706172656409A7636F727265637405A468656C64C0AA6F7665725F6C696D697401B36D6F73745F6F7665725F6C696D69745F646567CB4004000000000000AC6D65616E5F726F6D5F646567CB4055200000000000AB6D61785F726F6D5F646567CB4057200000000000AE7461726765745F726F6D5F646567CB4056800000000000AD6C696D69745F726F6D5F646567CB405B800000000000AA6475726174696F6E5F73CB4044C00000000000A47061696E02A66566666F7274C0AD656E6465645F62656361757365A4646F6E65A973636F7265645F6279A76E6574776F726BAA6375655F636F756E747382A670726169736505A96C6F775F72616E676505A9726563757272696E679186A77365676D656E7403A57374617274CB3FD3333333333333A3656E64CB3FD999999999999AA3776179A76F757477617264A57368617265CB3FE0000000000000A5776F726473D93C4968722041726D20697374203132C2B020756E746572204968726572205265666572656E7A206265696D20486562656E2C20676567656E20456E6465A5776F726473D92B53696520686162656E20313020766F6E20313020576965646572686F6C756E67656E2067656D616368742EAB72657065746974696F6E7385A7726F6D5F6465679AC0CB4054500000000000CB4054900000000000CB4054D00000000000CB4055100000000000CB4055500000000000CB4055900000000000CB4055D00000000000CB4056100000000000CB4056500000000000A973746162696C6974799AC0CBC01E000000000000CBC01E000000000000CBC01E000000000000CBC01E000000000000CBC01E000000000000CBC01E000000000000CBC01E000000000000CBC01E000000000000CBC01E000000000000A774656D706F5F739ACB4001000000000000CB4001000000000000CB4001000000000000CB4001000000000000CB4001000000000000CB4001000000000000CB4001000000000000CB4001000000000000CB4001000000000000CB4001000000000000AA73696D696C61726974799AC0CB3FEC000000000000CB3FEC000000000000CB3FEC000000000000CB3FEC000000000000CB3FEC000000000000CB3FEC000000000000CB3FEC000000000000CB3FEC000000000000CB3FEC000000000000A86375655F6B696E649AAC6E6F745F636F6D7061726564A6707261697365A6707261697365A6707261697365A6707261697365A6707261697365A6707261697365A6707261697365A6707261697365A6707261697365DE0017A5696E64657801A46E616D65B273686F756C6465725F616264756374696F6EA473696465A57269676874AA707265736372696265640AA4646F6E6504A8636F6D706172656403A7636F727265637402A468656C64C0AA6F7665725F6C696D697401B36D6F73745F6F7665725F6C696D69745F646567CB4004000000000000AC6D65616E5F726F6D5F646567CB4055200000000000AB6D61785F726F6D5F646567CB4057200000000000AE7461726765745F726F6D5F646567CB4056800000000000AD6C696D69745F726F6D5F646567CB405B800000000000AA6475726174696F6E5F73CB4044C00000000000A47061696E02A66566666F7274C0AD656E6465645F62656361757365A766617469677565A973636F7265645F6279A76E6574776F726BAA6375655F636F756E747382A670726169736502A96C6F775F72616E676502A9726563757272696E679186A77365676D656E7403A57374617274CB3FD3333333333333A3656E64CB3FD999999999999AA3776179A76F757477617264A57368617265CB3FE0000000000000A5776F726473D93C4968722041726D20697374203132C2B020756E746572204968726572205265666572656E7A206265696D20486562656E2C20676567656E20456E6465A5776F726473D92B53696520686162656E20313020766F6E20313020576965646572686F6C756E67656E2067656D616368742EAB72657065746974696F6E7385A7726F6D5F64656794C0CB4054500000000000CB4054900000000000CB4054D00000000000A973746162696C69747994C0CBC01E000000000000CBC01E000000000000CBC01E000000000000A774656D706F5F7394CB4001000000000000CB4001000000000000CB4001000000000000CB4001000000000000AA73696D696C617269747994C0CB3FEC000000000000CB3FEC000000000000CB3FEC000000000000A86375655F6B696E6494AC6E6F745F636F6D7061726564A6707261697365A6707261697365A6707261697365A6736368656D6101', '2026-11-30 09:30:00.000000');
INSERT INTO receipt VALUES ('2d68799cd9cc4374a5e616f4cf922ed7', '0b6f5f0e7f3c4d2a9a63000000000001', 1, '6d0b6050345f5381946a51ad7c34185636e0ea0e11c9f2842410ea2853db9d8b', '658fc84b8982439c83c18e751b69123f', '2026-11-30 09:30:00.000000');
CREATE INDEX ix_audit_subject ON audit (subject);
CREATE INDEX ix_access_patient_id ON access (patient_id);
CREATE INDEX ix_device_patient_id ON device (patient_id);
CREATE INDEX ix_flag_patient_id ON flag (patient_id);
CREATE INDEX ix_message_author_id ON message (author_id);
CREATE INDEX ix_message_patient_id ON message (patient_id);
CREATE INDEX ix_note_author_id ON note (author_id);
CREATE INDEX ix_note_patient_id ON note (patient_id);
CREATE INDEX ix_review_author_id ON review (author_id);
CREATE INDEX ix_review_patient_id ON review (patient_id);
CREATE INDEX ix_session_patient_id_local_day ON session (patient_id, local_day);
CREATE INDEX ix_session_patient_id_session_id_revision ON session (patient_id, session_id, revision);
CREATE INDEX ix_web_session_staff_id ON web_session (staff_id);
CREATE INDEX ix_device_key_device_id ON device_key (device_id);
CREATE INDEX ix_exercise_patient_id_session_id_revision ON exercise (patient_id, session_id, revision);
CREATE INDEX ix_finding_patient_id_session_id_revision ON finding (patient_id, session_id, revision);
CREATE INDEX ix_invite_device_id ON invite (device_id);
CREATE INDEX ix_invite_patient_id ON invite (patient_id);
CREATE INDEX ix_plan_version_author_id ON plan_version (author_id);
CREATE INDEX ix_quarantine_device_id ON quarantine (device_id);
CREATE INDEX ix_quarantine_patient_id ON quarantine (patient_id);
CREATE INDEX ix_receipt_device_id ON receipt (device_id);
CREATE INDEX ix_receipt_received_at ON receipt (received_at);
CREATE VIEW session_current AS
    SELECT s.* FROM session AS s WHERE NOT EXISTS (
        SELECT 1 FROM session AS later
        WHERE later.patient_id = s.patient_id AND later.session_id = s.session_id
        AND later.revision > s.revision);
CREATE VIEW rtm_day AS
    SELECT DISTINCT c.patient_id, c.local_day FROM session_current AS c
    JOIN exercise AS e ON e.received_on = c.received_on AND e.patient_id = c.patient_id
        AND e.session_id = c.session_id AND e.revision = c.revision
    WHERE e.done >= 1 AND NOT c.simulated AND c.clock_state IN ('good', 'confirmed');
CREATE TRIGGER audit_keeps_rows BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END;
CREATE TRIGGER audit_loses_none BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END;
COMMIT;
