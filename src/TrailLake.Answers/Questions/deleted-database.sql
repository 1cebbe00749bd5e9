-- title: Who deleted the database?
-- theme: Deletion
-- parameter: database (resource): instance, cluster, table, domain or snapshot, by name, ARN or resource id
-- events: rds DeleteDBInstance DeleteDBCluster DeleteGlobalCluster RemoveFromGlobalCluster DeleteDBSnapshot DeleteDBClusterSnapshot DeleteDBInstanceAutomatedBackup DeleteDBClusterAutomatedBackup (Aurora, DocumentDB and Neptune too)
-- events: dynamodb DeleteTable DeleteBackup; redshift DeleteCluster DeleteClusterSnapshot; redshift-serverless DeleteWorkgroup DeleteNamespace
-- events: elasticache DeleteCacheCluster DeleteReplicationGroup DeleteServerlessCache; es DeleteDomain DeleteElasticsearchDomain; memorydb, dax, dsql, docdb-elastic DeleteCluster; timestream, glue, athena DeleteDatabase DeleteTable
-- paths: requestParameters: dBInstanceIdentifier, dBClusterIdentifier, globalClusterIdentifier, dBSnapshotIdentifier, dbiResourceId, tableName, clusterIdentifier, cacheClusterId, replicationGroupId, clusterName, domainName, databaseName, name; responseElements: dBInstanceArn, dBClusterArn, dbiResourceId, dbClusterResourceId; resources[].ARN
-- cannot see: DROP DATABASE and other SQL: it does not pass through the AWS API
-- cannot see: the person behind a stack's deletion: the row says cloudformation.amazonaws.com as address; deleted-stack names who deleted the stack
-- example: --database orders
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion,
    coalesce(requestParameters->>'skipFinalSnapshot', requestParameters->>'skipFinalClusterSnapshot') AS skipFinalSnapshot
FROM (
    SELECT *,
        [requestParameters->>'dBInstanceIdentifier', requestParameters->>'dBClusterIdentifier', requestParameters->>'globalClusterIdentifier',
            requestParameters->>'dbClusterIdentifier', requestParameters->>'dBSnapshotIdentifier', requestParameters->>'dBClusterSnapshotIdentifier',
            requestParameters->>'tableName', requestParameters->>'backupArn', requestParameters->>'clusterIdentifier',
            requestParameters->>'snapshotIdentifier', requestParameters->>'workgroupName', requestParameters->>'namespaceName',
            requestParameters->>'cacheClusterId', requestParameters->>'replicationGroupId', requestParameters->>'serverlessCacheName',
            requestParameters->>'domainName', requestParameters->>'clusterName', requestParameters->>'clusterArn',
            requestParameters->>'identifier', requestParameters->>'databaseName', requestParameters->>'name',
            requestParameters->>'dbiResourceId', requestParameters->>'dbClusterResourceId',
            responseElements->>'dBInstanceArn', responseElements->>'dBClusterArn', responseElements->>'dbiResourceId',
            responseElements->>'dbClusterResourceId', responseElements->>'$.tableDescription.tableArn',
            responseElements->>'$.tableDescription.tableId'] AS names
    FROM calls
    WHERE is_shown
        AND eventName IN ('DeleteDBInstance', 'DeleteDBCluster', 'DeleteGlobalCluster', 'RemoveFromGlobalCluster', 'DeleteDBSnapshot',
            'DeleteDBClusterSnapshot', 'DeleteDBInstanceAutomatedBackup', 'DeleteDBClusterAutomatedBackup', 'DeleteTable', 'DeleteBackup',
            'DeleteCluster', 'DeleteClusterSnapshot', 'DeleteWorkgroup', 'DeleteNamespace', 'DeleteCacheCluster', 'DeleteReplicationGroup',
            'DeleteServerlessCache', 'DeleteDomain', 'DeleteElasticsearchDomain', 'DeleteDatabase')
        AND service IN ('rds', 'dynamodb', 'redshift', 'redshift-serverless', 'elasticache', 'es', 'memorydb', 'dax', 'dsql',
            'docdb-elastic', 'timestream', 'glue', 'athena')),
    LATERAL (SELECT list_filter(names, lambda name: nullif(name, '') IS NOT NULL)[1] AS target)
WHERE is_wanted_any_case(names || resource_arns, getvariable('database'), recipientAccountId, awsRegion)
ORDER BY ALL
