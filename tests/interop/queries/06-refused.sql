SELECT account, count(*) AS n FROM events WHERE errorCode = 'AccessDenied' GROUP BY account ORDER BY account
