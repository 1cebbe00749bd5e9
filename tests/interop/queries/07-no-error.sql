SELECT count(*) AS n FROM events WHERE errorCode IS NULL
