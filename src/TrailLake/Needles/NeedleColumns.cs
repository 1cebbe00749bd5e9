using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using TrailLake.Schema;

namespace TrailLake.Needles;

/// <summary>The columns that are indexed.</summary>
static class NeedleColumns
{
    public static ImmutableArray<NeedleColumn> All { get; } =
    [
        new(FieldId.EventId, NeedleRule.Id, NeedlePlaces.Ids),
        new(FieldId.RequestId, NeedleRule.Id, NeedlePlaces.Ids),
        new(FieldId.SharedEventId, NeedleRule.Id, NeedlePlaces.Ids),
        new(FieldId.UserAccessKeyId, NeedleRule.Value),
        new(FieldId.UserAccountId, NeedleRule.Value),
        new(FieldId.UserOnBehalfOfUserId, NeedleRule.Value),
        new(FieldId.UserCredentialId, NeedleRule.Value),
        new(FieldId.ResourceAccountId, NeedleRule.Value, NeedlePlaces.Resources),
        new(FieldId.VpcEndpointAccountId, NeedleRule.Value),
        new(FieldId.UserPrincipalId, NeedleRule.Name),
        new(FieldId.UserArn, NeedleRule.Name),
        new(FieldId.UserName, NeedleRule.Name),
        new(FieldId.UserInvokedBy, NeedleRule.Name),
        new(FieldId.UserInScopeOfSourceArn, NeedleRule.Name),
        new(FieldId.UserInScopeOfCredentialsIssuedTo, NeedleRule.Name),
        new(FieldId.UserIdentityProvider, NeedleRule.Name),
        new(FieldId.IssuerPrincipalId, NeedleRule.Name),
        new(FieldId.IssuerArn, NeedleRule.Name),
        new(FieldId.IssuerUserName, NeedleRule.Name),
        new(FieldId.SessionSourceIdentity, NeedleRule.Name),
        new(FieldId.SourceIPAddress, NeedleRule.Address),
        new(FieldId.ResourceArn, NeedleRule.Resource, NeedlePlaces.Resources),
        new(FieldId.RequestParameters, NeedleRule.Json, NeedlePlaces.Request),
        new(FieldId.ResponseElements, NeedleRule.Json, NeedlePlaces.Response),
        new(FieldId.AdditionalEventData, NeedleRule.Json, NeedlePlaces.Details),
        new(FieldId.ServiceEventDetails, NeedleRule.Json, NeedlePlaces.Details),
    ];

    /// <summary>The columns alone, as they are asked for when an index is rebuilt.</summary>
    public static IReadOnlyList<FieldId> Columns { get; } = [.. All.Select(column => column.Id)];
}
