-- Tailpipe's table (https://hub.tailpipe.io/plugins/turbot/aws/tables/aws_cloudtrail_log) with those of its tp_ columns that a lake can fill.
CREATE VIEW aws_cloudtrail_log AS
SELECT
    additionalEventData::JSON AS additional_event_data,
    apiVersion AS api_version,
    awsRegion AS aws_region,
    edgeDeviceDetails::JSON AS edge_device_details,
    errorCode AS error_code,
    errorMessage AS error_message,
    eventCategory AS event_category,
    eventID AS event_id,
    eventName AS event_name,
    eventSource AS event_source,
    utc_time(eventTime) AS event_time,
    eventType AS event_type,
    eventVersion AS event_version,
    managementEvent AS management_event,
    readOnly AS read_only,
    recipientAccountId AS recipient_account_id,
    requestID AS request_id,
    requestParameters::JSON AS request_parameters,
    to_json(list_transform(resources, lambda resource: {'arn': resource['ARN'], 'account_id': resource['accountId'], 'type': resource['type']})) AS resources,
    responseElements::JSON AS response_elements,
    serviceEventDetails::JSON AS service_event_details,
    sessionCredentialFromConsole AS session_credential_from_console,
    sharedEventID AS shared_event_id,
    sourceIPAddress AS source_ip_address,
    {
        'cipher_suite': tlsDetails.cipherSuite,
        'client_provided_host_header': tlsDetails.clientProvidedHostHeader,
        'tls_version': tlsDetails.tlsVersion
    } AS tls_details,
    userAgent AS user_agent,
    {
        'access_key_id': userIdentity.accessKeyId,
        'account_id': userIdentity.accountId,
        'arn': userIdentity.arn,
        'identity_provider': userIdentity.identityProvider,
        'invoked_by': userIdentity.invokedBy,
        'principal_id': userIdentity.principalId,
        'session_context': {
            'attributes': {
                'creation_date': userIdentity.sessionContext.attributes.creationDate,
                'mfa_authenticated': userIdentity.sessionContext.attributes.mfaAuthenticated
            },
            'ec2_role_delivery': userIdentity.sessionContext.ec2RoleDelivery,
            'session_issuer': {
                'account_id': userIdentity.sessionContext.sessionIssuer.accountId,
                'arn': userIdentity.sessionContext.sessionIssuer.arn,
                'principal_id': userIdentity.sessionContext.sessionIssuer.principalId,
                'type': userIdentity.sessionContext.sessionIssuer.type,
                'user_name': userIdentity.sessionContext.sessionIssuer.userName
            },
            'web_id_federation_data': {
                'attributes': readable_json(userIdentity.sessionContext.webIdFederationData.attributes)::JSON,
                'federated_provider': userIdentity.sessionContext.webIdFederationData.federatedProvider
            }
        },
        'type': userIdentity.type,
        'user_name': userIdentity.userName
    } AS user_identity,
    vpcEndpointId AS vpc_endpoint_id,
    eventID AS tp_id,
    utc_time(eventTime) AS tp_timestamp,
    CASE WHEN ip4_number(sourceIPAddress) IS NOT NULL OR ip6_digits(sourceIPAddress) IS NOT NULL THEN sourceIPAddress END AS tp_source_ip,
    CASE WHEN ip4_number(sourceIPAddress) IS NOT NULL OR ip6_digits(sourceIPAddress) IS NOT NULL THEN [sourceIPAddress] END AS tp_ips,
    list_distinct(list_filter(
        coalesce(list_transform(resources, lambda resource: resource['ARN']), []) || [userIdentity.arn, userIdentity.sessionContext.sessionIssuer.arn],
        lambda arn: arn IS NOT NULL)) AS tp_akas,
    list_filter([userIdentity.userName, userIdentity.accessKeyId], lambda name: nullif(name, '') IS NOT NULL) AS tp_usernames,
    coalesce(recipientAccountId, account) AS tp_index,
    date AS tp_date,
    'traillake' AS tp_partition,
    'aws_cloudtrail_log' AS tp_table,
    'aws_s3_bucket' AS tp_source_type,
    sourceObject AS tp_source_location,
    regexp_extract(sourceObject, '^s3://([^/]+)/', 1) AS tp_source_name
FROM events;
