SELECT userIdentity.arn AS a, count(*) AS n FROM events GROUP BY userIdentity.arn ORDER BY a
