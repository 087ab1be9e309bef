-- The same orders at every start.
INSERT INTO orders (id, account, symbol, quantity, price, placed_on)
SELECT
	x,
	'A-' || (1 + MOD(x * 7919, 500)),
	ARRAY['ACME', 'GLOBEX', 'HOOLI', 'INITECH', 'SOYLENT', 'TYRELL', 'UMBRELLA'][1 + LEAST(MOD(x, 7), MOD(x * 3, 11))],
	1 + MOD(x * 17, 100),
	10 + MOD(x * 13, 9000) / 100.0,
	DATE '2026-01-01' + CAST(MOD(x, 300) AS INT)
FROM SYSTEM_RANGE(1, 20000);
