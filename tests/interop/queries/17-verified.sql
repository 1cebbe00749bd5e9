SELECT count(*) AS n FROM objects WHERE verified = 'valid'
