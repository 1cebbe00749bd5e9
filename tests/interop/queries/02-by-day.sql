SELECT CAST("date" AS VARCHAR) AS d, count(*) AS n FROM events GROUP BY "date" ORDER BY d
