CREATE TABLE IF NOT EXISTS SEMAPHORE_STATE (
	semaphore_name VARCHAR(255) NOT NULL,
	permits INTEGER NOT NULL,
	forgotten INTEGER NOT NULL,
	configured INTEGER NOT NULL,
	terms_version BIGINT NOT NULL,
	last_token BIGINT NOT NULL,
	held INTEGER NOT NULL,
	is_exclusive SMALLINT NOT NULL,
	queue_length INTEGER NOT NULL,
	instances INTEGER NOT NULL,
	next_expiry BIGINT NOT NULL,
	audited_at BIGINT NOT NULL,
	grants_from BIGINT NOT NULL,
	CONSTRAINT SEMAPHORE_STATE_PK PRIMARY KEY (semaphore_name)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS SEMAPHORE_MEMBER (
	semaphore_name VARCHAR(255) NOT NULL,
	instance_name VARCHAR(255) NOT NULL,
	expires_at BIGINT NOT NULL,
	CONSTRAINT SEMAPHORE_MEMBER_PK PRIMARY KEY (semaphore_name, instance_name)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS SEMAPHORE_CLAIM (
	semaphore_name VARCHAR(255) NOT NULL,
	instance_name VARCHAR(255) NOT NULL,
	claim_id BIGINT NOT NULL,
	weight INTEGER NOT NULL,
	is_exclusive SMALLINT NOT NULL,
	queue_position BIGINT NOT NULL,
	token BIGINT NOT NULL,
	CONSTRAINT SEMAPHORE_CLAIM_PK PRIMARY KEY (semaphore_name, instance_name, claim_id),
	INDEX SEMAPHORE_CLAIM_IX (semaphore_name, token, queue_position)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
