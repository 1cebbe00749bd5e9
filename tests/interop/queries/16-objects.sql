SELECT state, count(*) AS n, sum(events) AS e, sum(duplicates) AS d, sum(rejects) AS r FROM objects GROUP BY state ORDER BY state
