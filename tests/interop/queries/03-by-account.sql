SELECT account, count(*) AS n FROM events GROUP BY account ORDER BY account
