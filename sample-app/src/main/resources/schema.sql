CREATE TABLE orders (
	id BIGINT PRIMARY KEY,
	account VARCHAR(10) NOT NULL,
	symbol VARCHAR(10) NOT NULL,
	quantity INT NOT NULL,
	price DECIMAL(10, 2) NOT NULL,
	placed_on DATE NOT NULL
);

CREATE INDEX orders_by_account ON orders (account);
