using System.Collections.Immutable;

namespace TrailLake.Schema;

/// <summary>
/// The one list of the event's columns. Scanner, writer, views and documentation derive from it. Names are CloudTrail's own keys
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html); the last six
/// columns are TrailLake's. The table's partition columns, <c>date</c> and <c>account</c>, stand in the path, not in the files.
/// </summary>
static class CloudTrailSchema
{
    /// <summary>Name of the first partition column: UTC day of eventTime, <c>yyyy-MM-dd</c>.</summary>
    public const string DatePartition = "date";

    /// <summary>Name of the second partition column: the account whose trail recorded the event, always text.</summary>
    public const string AccountPartition = "account";

    static CloudTrailSchema()
    {
        var builder = new SchemaBuilder();
        Describe(builder);
        Nodes = builder.Nodes;
        Leaves = builder.Leaves;
    }

    /// <summary>The top-level columns in file order.</summary>
    public static ImmutableArray<SchemaNode> Nodes { get; }

    /// <summary>The leaves in file order; a leaf's index is the number of its <see cref="FieldId"/>.</summary>
    public static ImmutableArray<ColumnSpec> Leaves { get; }

    /// <summary>Index of the first column that is TrailLake's own and not a key of the record.</summary>
    public const int FirstOwnLeaf = (int)FieldId.Unmapped;

    static void Describe(SchemaBuilder b)
    {
        b.Text(FieldId.EventVersion, "eventVersion", "Version of the record format, 1.0 to 1.11.");
        b.Struct("userIdentity", () =>
        {
            b.Text(FieldId.UserType, "type", "Root, IAMUser, AssumedRole, FederatedUser, AWSAccount, AWSService, …");
            b.Text(
                FieldId.UserPrincipalId,
                "principalId",
                "Unique id of the caller; id:session for temporary credentials.",
                bloomFilter: true);
            b.Text(FieldId.UserArn, "arn", "ARN of the caller.", bloomFilter: true);
            b.Text(FieldId.UserAccountId, "accountId", "Account that owns the caller's identity.");
            b.Text(FieldId.UserAccessKeyId, "accessKeyId", "Access key that signed the call.", bloomFilter: true);
            b.Text(FieldId.UserName, "userName", "Friendly name of the caller.", bloomFilter: true);
            b.Text(FieldId.UserInvokedBy, "invokedBy", "Service that made the call on someone's behalf.");
            b.Struct("invokedByDelegate", () =>
                b.Text(FieldId.UserDelegateAccountId, "accountId", "Account of the delegate that made the call."));
            b.Struct("onBehalfOf", () =>
            {
                b.Text(FieldId.UserOnBehalfOfUserId, "userId", "Identity Center user behind the call.", bloomFilter: true);
                b.Text(FieldId.UserOnBehalfOfIdentityStoreArn, "identityStoreArn", "Identity store of that user.");
            });
            b.Struct("inScopeOf", () =>
            {
                b.Text(FieldId.UserInScopeOfSourceArn, "sourceArn", "Resource that the credentials were issued for.", bloomFilter: true);
                b.Text(FieldId.UserInScopeOfSourceAccount, "sourceAccount", "Account of that resource.");
                b.Text(FieldId.UserInScopeOfIssuerType, "issuerType", "Type of the issuer.");
                b.Text(FieldId.UserInScopeOfCredentialsIssuedTo, "credentialsIssuedTo",
                    "ARN that the credentials were issued to.", bloomFilter: true);
                b.Text(FieldId.UserInScopeOfCredentialsIssuedToVersion, "credentialsIssuedToVersion", "Version of that resource.");
            });
            b.Text(FieldId.UserCredentialId, "credentialId", "Identity Center bearer credential.", bloomFilter: true);
            b.Text(FieldId.UserIdentityProvider, "identityProvider", "SAML or web identity provider.");
            b.Struct("sessionContext", () =>
            {
                b.Struct("sessionIssuer", () =>
                {
                    b.Text(FieldId.IssuerType, "type", "Role, IAMUser or Root.");
                    b.Text(FieldId.IssuerPrincipalId, "principalId", "Unique id of the issuer.", bloomFilter: true);
                    b.Text(FieldId.IssuerArn, "arn",
                        "ARN of the role or user that the session was issued for, with its path.", bloomFilter: true);
                    b.Text(FieldId.IssuerAccountId, "accountId", "Account of the issuer.");
                    b.Text(FieldId.IssuerUserName, "userName", "Name of the role or user.", bloomFilter: true);
                });
                b.Struct("attributes", () =>
                {
                    b.Text(FieldId.SessionCreationDate, "creationDate", "When the temporary credentials were issued, as delivered.");
                    b.Text(FieldId.SessionMfaAuthenticated, "mfaAuthenticated", "\"true\" when the session began with MFA.");
                });
                b.Struct("webIdFederationData", () =>
                {
                    b.Text(FieldId.SessionFederatedProvider, "federatedProvider", "The identity provider.");
                    b.Json(FieldId.SessionFederationAttributes, "attributes", "Application and user id as the provider gave them.");
                });
                b.Text(FieldId.SessionSourceIdentity, "sourceIdentity",
                    "Identity set at AssumeRole; kept over role chaining.", bloomFilter: true);
                b.Text(FieldId.SessionEc2RoleDelivery, "ec2RoleDelivery", "Version of the instance metadata service.");
                b.Text(FieldId.SessionEc2IssuedInVpc, "ec2IssuedInVpc", "VPC that the instance's credentials were issued in.");
                b.Text(FieldId.SessionAssumedRoot, "assumedRoot", "\"true\" for an AssumeRoot session.");
                b.Text(FieldId.SessionSignInSessionArn, "signInSessionArn", "Sign-in session behind the credentials.");
            });
        });
        b.Leaf(FieldId.EventTime, "eventTime", ColumnKind.Timestamp, "When the call completed, UTC.");
        b.Text(FieldId.EventSource, "eventSource", "Service, for example s3.amazonaws.com.");
        b.Text(FieldId.EventName, "eventName", "API action.");
        b.Text(FieldId.AwsRegion, "awsRegion", "Region that the call was made to.");
        b.Text(FieldId.SourceIPAddress, "sourceIPAddress", "Address or service that the call came from.", bloomFilter: true);
        b.Text(FieldId.UserAgent, "userAgent", "Agent as it named itself.");
        b.Text(FieldId.ErrorCode, "errorCode", "Error of a call that failed; absent when it succeeded.");
        b.Text(FieldId.ErrorMessage, "errorMessage", "Text of that error.");
        b.Json(FieldId.RequestParameters, "requestParameters", "Parameters of the call, as delivered.");
        b.Json(FieldId.ResponseElements, "responseElements", "Answer of a call that changes something, as delivered.");
        b.Json(FieldId.AdditionalEventData, "additionalEventData", "What the service added, as delivered.");
        b.Text(FieldId.RequestId, "requestID", "Id that the service gave the request.", bloomFilter: true, distinct: true);
        b.Text(FieldId.EventId, "eventID", "Id of the event; the same in every copy.", bloomFilter: true, distinct: true);
        b.Text(FieldId.ApiVersion, "apiVersion", "Version of the API.");
        b.Leaf(FieldId.ReadOnly, "readOnly", ColumnKind.Boolean, "True for a call that changes nothing.");
        b.List("resources", () =>
        {
            b.Text(FieldId.ResourceArn, "ARN", "ARN of a resource of the call.", bloomFilter: true);
            b.Text(FieldId.ResourceAccountId, "accountId", "Account that owns the resource.");
            b.Text(FieldId.ResourceType, "type", "Type, for example AWS::S3::Bucket.");
            b.Text(FieldId.ResourceArnPrefix, "ARNPrefix", "Prefix of the resources' ARNs where the target is a prefix.");
        });
        b.Text(FieldId.EventType, "eventType", "AwsApiCall, AwsServiceEvent, AwsConsoleSignIn, …");
        b.Text(FieldId.RecipientAccountId, "recipientAccountId", "Account whose trail recorded the event.");
        b.Text(FieldId.SharedEventId, "sharedEventID", "Id that the records of one action in several accounts share.", bloomFilter: true);
        b.Text(FieldId.VpcEndpointId, "vpcEndpointId", "VPC endpoint that the call came through.");
        b.Text(FieldId.VpcEndpointAccountId, "vpcEndpointAccountId", "Account of that endpoint.");
        b.Json(FieldId.ServiceEventDetails, "serviceEventDetails", "Details of a service event, as delivered.");
        b.Leaf(FieldId.ManagementEvent, "managementEvent", ColumnKind.Boolean, "True for a management event.");
        b.Text(FieldId.EventCategory, "eventCategory", "Management, Data, NetworkActivity, Insight or Aggregated.");
        b.Json(FieldId.InsightDetails, "insightDetails", "What an Insights event found.");
        b.Struct("addendum", () =>
        {
            b.Text(FieldId.AddendumReason, "reason", "DELIVERY_DELAY, UPDATED_DATA or SERVICE_OUTAGE.");
            b.Json(FieldId.AddendumUpdatedFields, "updatedFields", "Fields that this record updates.");
            b.Text(FieldId.AddendumOriginalRequestId, "originalRequestID", "Request id of the event that it updates.");
            b.Text(FieldId.AddendumOriginalEventId, "originalEventID", "Event id of the event that it updates.");
        });
        b.Text(FieldId.SessionCredentialFromConsole, "sessionCredentialFromConsole",
            "\"true\" when the credentials came from a console session.");
        b.Json(FieldId.EdgeDeviceDetails, "edgeDeviceDetails", "Edge device that the call was made to.");
        b.Struct("tlsDetails", () =>
        {
            b.Text(FieldId.TlsVersion, "tlsVersion", "TLS version of the call.");
            b.Text(FieldId.TlsCipherSuite, "cipherSuite", "Cipher suite of the call.");
            b.Text(FieldId.TlsClientProvidedHostHeader, "clientProvidedHostHeader", "Host name that the client asked for.");
            b.Text(FieldId.TlsKeyExchange, "keyExchange", "Key exchange of the call.");
        });
        b.Json(FieldId.EventContext, "eventContext", "Tags and condition keys of enriched events.");
        b.Json(FieldId.Annotation, "annotation", "Reason and text of an annotated event.");
        b.Json(FieldId.Unmapped, "unmapped", "Keys without a column, and values that do not fit theirs, under their own keys.");
        b.Text(FieldId.SourceObject, "sourceObject", "URI of the object that the record came from.");
        b.Leaf(FieldId.SourceIndex, "sourceIndex", ColumnKind.Int64, "Which record of that object, counted from 0.");
        b.Leaf(FieldId.RecordHash, "recordHash", ColumnKind.Int64,
            "Keyed hash of the record; equal for records that are equal as JSON.", distinct: true);
        b.Leaf(FieldId.EventIdConflict, "eventIDConflict", ColumnKind.Boolean,
            "True when a record with this eventID and other content was there before.");
        b.Json(FieldId.Delivered, "delivered",
            "What of the record the columns hold in a form that is easier to read: path of the column, and its JSON as delivered.");
    }
}
