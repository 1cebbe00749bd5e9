-- Every event with what the questions say about it. What a question does not use costs nothing.
CREATE VIEW calls AS
SELECT
    *,
    who(userIdentity) AS who,
    service(eventSource) AS service,
    service(eventSource) || ':' || api_name(eventName) AS what,
    api_name(eventName) AS api,
    outcome(errorCode, errorMessage, requestParameters) AS result,
    took_effect(errorCode, errorMessage, requestParameters) OR coalesce(getvariable('attempts')::BOOLEAN, false) AS is_shown,
    coalesce(list_transform(resources, lambda resource: resource['ARN']), []) AS resource_arns
FROM events;
