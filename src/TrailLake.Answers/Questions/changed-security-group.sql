-- title: When did the security group's rules change, and what were they before and after?
-- theme: Network
-- parameter: group (resource): the security group, by id, ARN or name
-- events: ec2 AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress ModifySecurityGroupRules UpdateSecurityGroupRuleDescriptionsIngress UpdateSecurityGroupRuleDescriptionsEgress CreateSecurityGroup DeleteSecurityGroup
-- paths: requestParameters.ipPermissions.items[] and its flat form; requestParameters.securityGroupRuleIds; requestParameters.ModifySecurityGroupRulesRequest; responseElements.securityGroupRuleSet.items[] and revokedSecurityGroupRuleSet.items[]
-- cannot see: rules from before this archive begins that no event of it names: before and after hold what the events tell
-- cannot see: a rule that is modified or revoked by an id which no event of this archive explains stands as that id
-- cannot see: what the group is attached to: ModifyNetworkInterfaceAttribute and the like change no rule; traillake timeline GROUP shows them
-- looks back: a rule is older than its removal
-- finds by: group ~ ^sg-[0-9a-f]+$
-- example: --group sg-0123456789abcdef0
WITH groups AS (
    SELECT *, row_number() OVER (ORDER BY eventTime, eventID, sourceObject, sourceIndex) AS seq,
        coalesce(nullif(requestParameters->>'groupId', ''), requestParameters->>'$.ModifySecurityGroupRulesRequest.GroupId',
            responseElements->>'$.securityGroupRuleSet.items[0].groupId', responseElements->>'groupId', requestParameters->>'groupName') AS target,
        requestParameters->>'groupName' AS groupName,
        CASE WHEN eventName LIKE '%Egress' THEN 'out' ELSE 'in' END AS direction
    FROM calls
    WHERE service = 'ec2' AND is_shown
        AND eventName IN ('AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress',
            'ModifySecurityGroupRules', 'UpdateSecurityGroupRuleDescriptionsIngress', 'UpdateSecurityGroupRuleDescriptionsEgress',
            'CreateSecurityGroup', 'DeleteSecurityGroup')),
wanted AS (
    SELECT * FROM groups
    WHERE is_wanted([target, groupName], getvariable('group'), recipientAccountId, awsRegion)
        OR EXISTS (SELECT 1 FROM groups AS made WHERE made.eventName = 'CreateSecurityGroup' AND made.target = groups.target
            AND same_resource(made.groupName, getvariable('group')))),
-- What the answer says of each rule, with its id. It is there since 2021; a revocation's answer has it in the newest records only.
answered AS (
    SELECT seq, target, left(eventName, 9) = 'Authorize' AS added, rule->>'securityGroupRuleId' AS ruleId,
        rule_text(CASE WHEN (rule->>'isEgress') = 'true' THEN 'out' ELSE 'in' END, rule->>'ipProtocol', rule->>'fromPort', rule->>'toPort',
            coalesce(rule->>'cidrIpv4', rule->>'cidrIpv6', rule->>'$.referencedGroupInfo.groupId', rule->>'referencedGroupId', rule->>'prefixListId')) AS rule
    FROM (
        SELECT *, unnest(json_items(responseElements->'$.securityGroupRuleSet.items') || json_items(responseElements->'$.revokedSecurityGroupRuleSet.items')) AS rule
        FROM wanted WHERE result = 'ok')),
permissions AS (
    SELECT seq, target, direction, left(eventName, 9) = 'Authorize' AS added,
        unnest(json_items(requestParameters->'$.ipPermissions.items') || [requestParameters::JSON]) AS permission
    FROM wanted
    WHERE result = 'ok' AND (eventName LIKE 'Authorize%' OR eventName LIKE 'Revoke%') AND seq NOT IN (SELECT seq FROM answered)),
requested AS (
    SELECT seq, target, added, NULL AS ruleId,
        rule_text(direction, permission->>'ipProtocol', permission->>'fromPort', permission->>'toPort', peer) AS rule
    FROM (
        SELECT *, unnest(item_texts(permission->'$.ipRanges', 'cidrIp') || item_texts(permission->'$.ipv6Ranges', 'cidrIpv6')
            || item_texts(permission->'$.groups', 'groupId') || item_texts(permission->'$.prefixListIds', 'prefixListId')
            || [permission->>'cidrIp', permission->>'cidrIpv6', permission->>'sourceSecurityGroupName']) AS peer
        FROM permissions)
    WHERE peer IS NOT NULL),
modified AS (
    SELECT seq, target, true AS added, rule->>'SecurityGroupRuleId' AS ruleId,
        rule_text('?', rule->>'$.SecurityGroupRule.IpProtocol', rule->>'$.SecurityGroupRule.FromPort', rule->>'$.SecurityGroupRule.ToPort',
            coalesce(rule->>'$.SecurityGroupRule.CidrIpv4', rule->>'$.SecurityGroupRule.CidrIpv6', rule->>'$.SecurityGroupRule.ReferencedGroupId',
                rule->>'$.SecurityGroupRule.PrefixListId')) AS rule
    FROM (
        SELECT *, unnest(json_items(requestParameters->'$.ModifySecurityGroupRulesRequest.SecurityGroupRule')) AS rule
        FROM wanted WHERE result = 'ok' AND eventName = 'ModifySecurityGroupRules')),
named AS (
    SELECT * FROM answered WHERE added
    UNION ALL
    -- A modification does not say the direction, which never changes: the rule's first event knows it.
    SELECT seq, target, added, ruleId,
        coalesce((SELECT first(split_part(rule, ' ', 1) ORDER BY answered.seq) FROM answered WHERE answered.ruleId = modified.ruleId), '?') || rule[2:] AS rule
    FROM modified),
removedById AS (
    SELECT wanted.seq, wanted.target, id AS ruleId
    FROM wanted, LATERAL (SELECT unnest(coalesce(
        from_json(requestParameters->'$.securityGroupRuleIds', '["VARCHAR"]'), []) || item_texts(requestParameters->'$.securityGroupRuleIds', 'securityGroupRuleId')
        || from_json(coalesce(requestParameters->'$.securityGroupRuleIds.items', '[]'), '["VARCHAR"]')) AS id)
    WHERE result = 'ok' AND eventName LIKE 'Revoke%'
    UNION ALL
    SELECT seq, target, ruleId FROM modified),
changes AS (
    SELECT seq, target, added, rule FROM named
    UNION ALL
    SELECT seq, target, added, rule FROM answered WHERE NOT added
    UNION ALL
    SELECT seq, target, added, rule FROM requested
    UNION ALL
    SELECT seq, target, false, coalesce(
        (SELECT last(named.rule ORDER BY named.seq) FROM named WHERE named.ruleId = removedById.ruleId AND named.seq < removedById.seq), 'rule ' || ruleId)
    FROM removedById WHERE ruleId IS NOT NULL AND seq NOT IN (SELECT seq FROM answered WHERE NOT added)
    UNION ALL
    -- A new group of a VPC lets everything out.
    SELECT seq, target, true, 'out all 0.0.0.0/0' FROM wanted
    WHERE eventName = 'CreateSecurityGroup' AND result = 'ok' AND nullif(requestParameters->>'vpcId', '') IS NOT NULL),
-- A rule whose first event removes it was there before the archive begins.
spans AS (
    SELECT target, rule, seq, added, lag(added) OVER (PARTITION BY target, rule ORDER BY seq, added) AS was FROM (SELECT DISTINCT * FROM changes)),
states AS (
    SELECT wanted.seq, rules.rule,
        coalesce(
            (SELECT last(spans.added ORDER BY spans.seq, spans.added) FROM spans
                WHERE spans.target = wanted.target AND spans.rule = rules.rule AND spans.seq < wanted.seq),
            NOT (SELECT first(spans.added ORDER BY spans.seq, spans.added) FROM spans WHERE spans.target = wanted.target AND spans.rule = rules.rule)) AS before,
        (SELECT last(spans.added ORDER BY spans.added) FROM spans
            WHERE spans.target = wanted.target AND spans.rule = rules.rule AND spans.seq = wanted.seq) AS now
    FROM wanted JOIN (SELECT DISTINCT target, rule FROM spans) AS rules USING (target)),
texts AS (
    SELECT seq,
        string_agg(rule, '; ' ORDER BY rule) FILTER (now AND NOT before) AS added,
        string_agg(rule, '; ' ORDER BY rule) FILTER (NOT now AND before) AS removed,
        string_agg(rule, '; ' ORDER BY rule) FILTER (before) AS before,
        string_agg(rule, '; ' ORDER BY rule) FILTER (coalesce(now, before)) AS after
    FROM states GROUP BY seq)
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion, added, removed, before,
    CASE WHEN eventName <> 'DeleteSecurityGroup' OR result <> 'ok' THEN after END AS after
FROM wanted LEFT JOIN texts USING (seq)
WHERE in_span(eventTime, recipientAccountId)
ORDER BY ALL
