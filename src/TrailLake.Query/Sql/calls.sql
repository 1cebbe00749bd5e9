-- What the questions share: who called, what, with what result, and whether a resource is the one that was asked for.
-- Macros and views of every session; each rule stands here once.

-- `service('s3.amazonaws.com')` and `service('s3.amazonaws.com.cn')` are both `s3`.
CREATE MACRO service(source) AS split_part(source, '.', 1);

-- Lambda and CloudFront write the date of their API into the name: UpdateFunctionCode20150331v2 is UpdateFunctionCode.
CREATE MACRO api_name(name) AS regexp_replace(name, '_?20\d\d_?(0\d|1[0-2])_?[0-3]\d(v\d+)?$', '');

CREATE MACRO session_name(principal) AS nullif(regexp_extract(principal, ':([^:]*)$', 1), '');

-- A label for a person to read: role/session, else the name, else the ARN, else the service, else the bare id at its account.
CREATE MACRO who(identity) AS CASE
    WHEN identity['type'] = 'Root' THEN 'root@' || coalesce(nullif(identity['accountId'], ''), '?')
    WHEN identity['type'] IN ('AssumedRole', 'Role') THEN coalesce(
        coalesce(nullif(identity['sessionContext']['sessionIssuer']['userName'], ''), nullif(split_part(identity['arn'], '/', 2), ''))
            || coalesce('/' || session_name(identity['principalId']), ''),
        nullif(identity['arn'], ''), identity['principalId'])
    WHEN identity['accountId'] = 'anonymous' THEN 'anonymous'
    ELSE coalesce(
        nullif(identity['userName'], ''),
        nullif(regexp_extract(identity['arn'], '[:/]([^:/]+)$', 1), ''),
        nullif(identity['arn'], ''),
        nullif(identity['invokedBy'], ''),
        nullif(identity['principalId'], '') || coalesce('@' || nullif(identity['accountId'], ''), ''),
        nullif(identity['onBehalfOf']['userId'], ''),
        identity['accountId'],
        identity['type'])
END;

-- The same caller over many sessions: the role and not the session.
CREATE MACRO principal(identity) AS coalesce(
    nullif(identity['sessionContext']['sessionIssuer']['arn'], ''),
    nullif(identity['arn'], ''),
    nullif(identity['invokedBy'], ''),
    nullif(split_part(identity['principalId'], ':', 1), '') || coalesce('@' || nullif(identity['accountId'], ''), ''),
    nullif(identity['accountId'], ''));

-- A call that a service made, and not a person or program through it.
CREATE MACRO is_service(identity) AS coalesce(
    identity['type'] = 'AWSService' OR identity['type'] IS NULL OR nullif(identity['invokedBy'], '') IS NOT NULL, false);

-- https://docs.aws.amazon.com/IAM/latest/UserGuide: what services answer to those who may not. Not among them: Client.InvalidPermission.*
-- (a duplicate rule), Client.AuthFailure (a wrong owner), ExpiredToken.
CREATE MACRO is_denied(code) AS coalesce(
    code IN ('AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'Client.UnauthorizedOperation', 'VpceAccessDenied',
        'AuthorizationError', 'AuthorizationErrorException', 'Forbidden', 'Client.Forbidden', 'NotAuthorized', 'NotAuthorizedException')
    OR code LIKE '%UnauthorizedAccess' OR code LIKE '%AccessDenied', false);

CREATE MACRO is_dry_run(code, request) AS coalesce(code LIKE '%DryRunOperation%' OR lower(request->>'dryRun') = 'true', false);

CREATE MACRO took_effect(code, message, request) AS
    nullif(code, '') IS NULL AND nullif(message, '') IS NULL AND NOT is_dry_run(code, request);

CREATE MACRO outcome(code, message, request) AS CASE
    WHEN is_denied(code) THEN 'denied (' || code || ')'
    WHEN is_dry_run(code, request) THEN 'dry run'
    WHEN nullif(code, '') IS NOT NULL THEN 'failed (' || code || ')'
    WHEN nullif(message, '') IS NOT NULL THEN 'failed (' || message || ')'
    ELSE 'ok'
END;

-- The name at the end of an ARN, of an alias, of a partial ARN or of a queue's URL. Whatever is a name already stays as it is.
CREATE MACRO resource_name(value) AS CASE
    WHEN regexp_matches(value, '^(arn:[^:]*:lambda:[^:]*:)?(\d{12}:)?function:') THEN regexp_extract(value, 'function:([^:]+)', 1)
    WHEN value LIKE 'arn:%:s3:::%' THEN regexp_extract(value, ':::([^/]+)', 1)
    WHEN value LIKE 'arn:%:secret:%' THEN regexp_replace(regexp_extract(value, ':secret:(.+)$', 1), '-[A-Za-z0-9]{6}$', '')
    WHEN value LIKE 'arn:%:dynamodb:%:table/%' THEN regexp_extract(value, ':table/([^/]+)', 1)
    WHEN value LIKE 'arn:%:cloudformation:%:stack/%' THEN regexp_extract(value, ':stack/([^/]+)', 1)
    WHEN value LIKE 'arn:%:ssm:%:parameter/%' THEN ltrim(regexp_extract(value, ':parameter/(.+)$', 1), '/')
    WHEN value LIKE 'arn:%:rds:%' THEN regexp_extract(value, '^arn:[^:]*:rds:[^:]*:[^:]*:[^:]*:(.+)$', 1)
    WHEN value LIKE 'arn:%' THEN regexp_extract(value, '([^:/]+)$', 1)
    WHEN value LIKE 'alias/%' THEN value[7:]
    WHEN value LIKE 'https://%' THEN regexp_extract(value, '([^/]+)$', 1)
    ELSE value
END;

-- Region (part 4) and account (part 5) of two ARNs agree where both have them.
CREATE MACRO same_part(value, wanted, part) AS
    split_part(value, ':', part) = '' OR split_part(wanted, ':', part) = '' OR split_part(value, ':', part) = split_part(wanted, ':', part);

-- True when a delivered value and what was asked for name one resource, each as ARN, name, id or alias.
CREATE MACRO same_resource(value, wanted) AS value = wanted OR (
    resource_name(value) = resource_name(wanted)
    AND (value NOT LIKE 'arn:%' OR wanted NOT LIKE 'arn:%' OR (same_part(value, wanted, 4) AND same_part(value, wanted, 5))));

-- An ARN that is asked for also says where: a bare name of another account or region is another resource.
CREATE MACRO in_place_of(wanted, account, region) AS wanted NOT LIKE 'arn:%'
    OR (coalesce(split_part(wanted, ':', 5) IN ('', account), true) AND coalesce(split_part(wanted, ':', 4) IN ('', region), true));

-- True when nothing was asked for, or one of the delivered values is it. Values are ARNs, ids and names, some of them NULL.
CREATE MACRO is_wanted(names, wanted, account, region) AS wanted IS NULL OR len(list_filter(names,
    lambda value: coalesce(same_resource(value, wanted) AND (value LIKE 'arn:%' OR in_place_of(wanted, account, region)), false))) > 0;

-- The names of databases and clusters are the same in any case: `MyDb` is `mydb`.
CREATE MACRO is_wanted_any_case(names, wanted, account, region) AS is_wanted(
    list_transform(names, lambda value: lower(value)), lower(wanted), account, region);

-- XML-born lists of one element arrive as the element: both give a list.
CREATE MACRO json_items(value) AS CASE json_type(value) WHEN 'ARRAY' THEN from_json(value, '["JSON"]') WHEN 'OBJECT' THEN [value::JSON] ELSE [] END;

-- For questions that look back: the session shows earlier events and other accounts too, the answer keeps to what was asked for.
CREATE MACRO in_span(moment, recipient) AS coalesce(moment >= getvariable('from')::TIMESTAMPTZ, true)
    AND coalesce(list_contains(string_split(getvariable('accounts'), ','), recipient), true);

-- `name:PROD` of Lambda is the function `name`; an ARN keeps its place and loses the qualifier in resource_name.
CREATE MACRO unqualified(value) AS CASE WHEN value LIKE 'arn:%' OR value LIKE '%function:%' THEN value ELSE split_part(value, ':', 1) END;

-- JSON with U+FFFD for each half of a surrogate pair that stands alone, which DuckDB takes for no JSON.
CREATE MACRO readable_json(value) AS CASE WHEN contains(value, '\ud') OR contains(value, '\uD') THEN array_to_string(list_transform(
    regexp_extract_all(value, '\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]+'),
    lambda piece: CASE WHEN regexp_full_match(piece, '\\u[dD][89a-fA-F][0-9a-fA-F]{2}') THEN chr(65533) ELSE piece END), '') ELSE value END;

-- Text of a service's own field that should hold JSON and may be cut. list_transform over a list of one names the value; see ip6_digits.
CREATE MACRO valid_json(value) AS list_transform(
    list_transform([value], lambda text: CASE WHEN json_valid(text) THEN text ELSE readable_json(text) END),
    lambda text: CASE WHEN json_valid(text) THEN text::JSON END)[1];

-- Whom the Allow statements of a resource policy name. Statement and AWS are an element or a list of them.
CREATE MACRO granted(policy) AS flatten(list_transform(
    list_filter(json_items(json_extract(valid_json(policy), '$.Statement')), lambda statement: (statement->>'Effect') = 'Allow'),
    lambda statement: list_transform(
        CASE
            WHEN json_type(statement->'$.Principal') = 'VARCHAR' THEN [statement->>'$.Principal']
            WHEN json_type(statement->'$.Principal.AWS') = 'VARCHAR' THEN [statement->>'$.Principal.AWS']
            WHEN json_type(statement->'$.Principal.AWS') = 'ARRAY' THEN from_json(statement->'$.Principal.AWS', '["VARCHAR"]')
            ELSE []::VARCHAR[]
        END,
        lambda name: name || CASE WHEN (statement->'$.Condition') IS NULL THEN '' ELSE ' (with a condition)' END)));

-- Of these, everyone and other accounts.
CREATE MACRO outsiders(policy, account) AS list_filter(granted(policy),
    lambda name: name LIKE '*%' OR regexp_extract(name, '(\d{12})', 1) NOT IN ('', account));

-- (A macro's own parameter cannot stand left of -> where DuckDB would take it for an old lambda.) One member of each element of a list that EC2 writes as {"items":[…]}.
CREATE MACRO item_texts(list, member) AS list_filter(
    list_transform(json_items(json_extract(list, '$.items')), lambda item: json_extract_string(item, member)), lambda text: text IS NOT NULL);

-- A rule of a security group as one line, so that the same rule is the same text in every event.
CREATE MACRO rule_text(direction, protocol, first, last, peer) AS direction || ' '
    || CASE WHEN protocol = '-1' OR protocol IS NULL THEN 'all'
        ELSE lower(protocol) || coalesce(' ' || CASE WHEN first = last THEN first WHEN first || '-' || last = '0-65535' THEN 'all' ELSE first || '-' || last END, '') END
    || ' ' || coalesce(peer, '?');
