SELECT reason, count(*) AS n FROM rejects GROUP BY reason ORDER BY reason
