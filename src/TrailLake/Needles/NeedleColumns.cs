using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using TrailLake.Schema;

namespace TrailLake.Needles;

/// <summary>The columns that are indexed, each with its rule.</summary>
static class NeedleColumns
{
    public static ImmutableArray<(FieldId Column, NeedleRule Rule)> All { get; } =
    [
        (FieldId.EventId, NeedleRule.Id),
        (FieldId.RequestId, NeedleRule.Id),
        (FieldId.SharedEventId, NeedleRule.Id),
        (FieldId.UserAccessKeyId, NeedleRule.Value),
        (FieldId.UserAccountId, NeedleRule.Value),
        (FieldId.UserOnBehalfOfUserId, NeedleRule.Value),
        (FieldId.UserCredentialId, NeedleRule.Value),
        (FieldId.ResourceAccountId, NeedleRule.Value),
        (FieldId.VpcEndpointAccountId, NeedleRule.Value),
        (FieldId.UserPrincipalId, NeedleRule.Name),
        (FieldId.UserArn, NeedleRule.Name),
        (FieldId.UserName, NeedleRule.Name),
        (FieldId.UserInvokedBy, NeedleRule.Name),
        (FieldId.UserInScopeOfSourceArn, NeedleRule.Name),
        (FieldId.UserInScopeOfCredentialsIssuedTo, NeedleRule.Name),
        (FieldId.UserIdentityProvider, NeedleRule.Name),
        (FieldId.IssuerPrincipalId, NeedleRule.Name),
        (FieldId.IssuerArn, NeedleRule.Name),
        (FieldId.IssuerUserName, NeedleRule.Name),
        (FieldId.SessionSourceIdentity, NeedleRule.Name),
        (FieldId.SourceIPAddress, NeedleRule.Address),
        (FieldId.ResourceArn, NeedleRule.Resource),
        (FieldId.RequestParameters, NeedleRule.Json),
        (FieldId.ResponseElements, NeedleRule.Json),
        (FieldId.AdditionalEventData, NeedleRule.Json),
        (FieldId.ServiceEventDetails, NeedleRule.Json),
    ];

    /// <summary>The columns alone, as they are asked for when an index is rebuilt.</summary>
    public static IReadOnlyList<FieldId> Columns { get; } = [.. All.Select(column => column.Column)];
}
