-- Functions of Presto, Trino and Athena that DuckDB lacks or means otherwise, so that queries which others published run as they are.

-- Presto also writes $["x-amz-acl"]; DuckDB's path has no such form.
CREATE MACRO presto_path(path) AS regexp_replace(path, '\[["'']([^"'']*)["'']\]', '."\1"', 'g');

CREATE MACRO json_extract_scalar(value, path) AS CASE
    WHEN json_valid(value) AND json_type(value, presto_path(path)) NOT IN ('OBJECT', 'ARRAY', 'NULL') THEN json_extract_string(value, presto_path(path)) END;
CREATE MACRO json_parse(value) AS value::JSON;
CREATE MACRO json_format(value) AS value::VARCHAR;
CREATE MACRO json_size(value, path) AS CASE json_type(value, presto_path(path))
    WHEN 'ARRAY' THEN json_array_length(value, presto_path(path)) WHEN 'OBJECT' THEN len(json_keys(value, presto_path(path))) ELSE 0 END;
CREATE MACRO json_array_contains(value, item) AS list_contains(from_json(value, '["VARCHAR"]'), item::VARCHAR);

-- JSON text (requestParameters, …), a structure or a map by key: to_json of a text is a text. A list by position, as what it holds, so that
-- element_at(resources, 1).arn goes on from there.
CREATE MACRO element_at(value, key VARCHAR) AS json_extract_string(
        CASE WHEN typeof(value) IN ('VARCHAR', 'JSON') THEN value::VARCHAR ELSE to_json(value)::VARCHAR END, '$."' || replace(key, '"', '\"') || '"'),
    (value, key BIGINT) AS value[key];
CREATE MACRO cardinality(value) AS len(value);

-- Not array_to_string, whose separator must be a constant up to DuckDB 1.4. What is NULL is left out, as in Presto.
CREATE MACRO array_join(list, separator) AS CASE WHEN list IS NOT NULL THEN substr(
    list_reduce(
        list_prepend('', list_transform(list_filter(list, lambda item: item IS NOT NULL), lambda item: item::VARCHAR)),
        lambda joined, item: joined || separator || item),
    len(separator) + 1) END;

CREATE MACRO regexp_like(value, pattern) AS regexp_matches(value, pattern);

-- Every time is UTC, in whatever zone a session is: a session of TrailLake and the script of connect set the zone, a database cannot. So a moment
-- is never cast to a time without zone or back, which DuckDB does in the session's zone.
CREATE MACRO utc_time(moment) AS make_timestamp(epoch_us(moment));

-- A zone is a letter or a sign behind the day; the T between day and time is none.
CREATE MACRO from_iso8601_timestamp(value) AS CASE WHEN regexp_matches(value::VARCHAR, '^.{10}([A-SU-Za-z+-]|.+[A-Za-z+-])')
    THEN value::VARCHAR::TIMESTAMPTZ ELSE timezone('UTC', value::VARCHAR::TIMESTAMP) END;
CREATE MACRO from_iso8601_date(value) AS utc_time(from_iso8601_timestamp(value))::DATE;
CREATE MACRO to_iso8601(moment) AS strftime(utc_time(from_iso8601_timestamp(moment)), '%Y-%m-%dT%H:%M:%SZ');
CREATE MACRO to_unixtime(moment) AS epoch(moment);
CREATE MACRO from_unixtime(seconds) AS to_timestamp(seconds);

-- MySQL's letters: %i minute, %s second, %h hour of twelve, %M name of the month, %T time.
CREATE MACRO mysql_format(format) AS replace(replace(replace(replace(replace(format, '%M', '%B'), '%i', '%M'), '%s', '%S'), '%h', '%I'), '%T', '%H:%M:%S');

-- DuckDB's strptime takes no format that a macro works out, so the parts are cut out by their place: a layout has YYYY MM DD HH II SS, each as
-- wide as what it stands for.
CREATE MACRO layout_part(value, layout, part, missing) AS CASE WHEN contains(layout, part)
    THEN substr(value, strpos(layout, part), len(part))::BIGINT ELSE missing END;
CREATE MACRO parse_layout(value, layout) AS timezone('UTC', make_timestamp(
    layout_part(value, layout, 'YYYY', 1970), layout_part(value, layout, 'MM', 1), layout_part(value, layout, 'DD', 1),
    layout_part(value, layout, 'HH', 0), layout_part(value, layout, 'II', 0), layout_part(value, layout, 'SS', 0)::DOUBLE));

CREATE MACRO date_parse(value, format) AS parse_layout(value, replace(replace(replace(replace(replace(replace(replace(
    replace(format, '%T', '%H:%i:%s'), '%Y', 'YYYY'), '%m', 'MM'), '%d', 'DD'), '%H', 'HH'), '%i', 'II'), '%s', 'SS'), '%S', 'SS'));
CREATE MACRO date_format(moment, format) AS strftime(utc_time(moment), mysql_format(format));

-- Joda's letters.
CREATE MACRO joda_format(format) AS replace(replace(replace(replace(replace(replace(replace(replace(format,
    '''', ''), 'yyyy', '%Y'), 'MM', '%m'), 'dd', '%d'), 'HH', '%H'), 'mm', '%M'), 'ss', '%S'), 'Z', 'Z');
CREATE MACRO parse_datetime(value, format) AS parse_layout(value, replace(replace(replace(replace(replace(
    format, '''', ''), 'yyyy', 'YYYY'), 'dd', 'DD'), 'mm', 'II'), 'ss', 'SS'));
CREATE MACRO format_datetime(moment, format) AS strftime(utc_time(moment), joda_format(format));

CREATE MACRO time_span(unit, count) AS CASE lower(unit)
    WHEN 'second' THEN to_seconds(count) WHEN 'minute' THEN to_minutes(count) WHEN 'hour' THEN to_hours(count) WHEN 'day' THEN to_days(count)
    WHEN 'week' THEN to_days(7 * count) WHEN 'month' THEN to_months(count) WHEN 'year' THEN to_years(count) END;

-- date_add('day', -7, now()) is Presto's; the form with two arguments is DuckDB's own. What is added are microseconds: DuckDB adds days and
-- months to a moment in the session's zone.
CREATE MACRO date_add(unit, count, moment) AS moment + to_microseconds(epoch_us(utc_time(moment) + time_span(unit, count)) - epoch_us(moment)),
    (moment, span) AS moment + span;

CREATE MACRO arbitrary(value) AS any_value(value);
CREATE MACRO approx_distinct(value) AS approx_count_distinct(value);
