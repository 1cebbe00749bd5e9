SELECT count(*) AS n FROM events WHERE requestParameters LIKE '%bucket-1%'
