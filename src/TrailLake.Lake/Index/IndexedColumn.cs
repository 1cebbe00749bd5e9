using System.Collections.Immutable;
using TrailLake.Schema;

namespace TrailLake.Index;

/// <summary>A column whose values are indexed.</summary>
/// <param name="Id">The column.</param>
/// <param name="Rule">Which terms its values have.</param>
/// <param name="Place">Where a search finds them.</param>
sealed record IndexedColumn(FieldId Id, IndexedColumn.TermRule Rule, IndexPlaces Place = IndexPlaces.Columns)
{
    public static ImmutableArray<IndexedColumn> All { get; } =
    [
        new(FieldId.EventId, TermRule.Id, IndexPlaces.Ids),
        new(FieldId.RequestId, TermRule.Id, IndexPlaces.Ids),
        new(FieldId.SharedEventId, TermRule.Id, IndexPlaces.Ids),
        new(FieldId.UserAccessKeyId, TermRule.Value),
        new(FieldId.UserAccountId, TermRule.Value),
        new(FieldId.UserOnBehalfOfUserId, TermRule.Value),
        new(FieldId.UserCredentialId, TermRule.Value),
        new(FieldId.ResourceAccountId, TermRule.Value, IndexPlaces.Resources),
        new(FieldId.VpcEndpointAccountId, TermRule.Value),
        new(FieldId.UserPrincipalId, TermRule.Name),
        new(FieldId.UserArn, TermRule.Name),
        new(FieldId.UserName, TermRule.Name),
        new(FieldId.UserInvokedBy, TermRule.Name),
        new(FieldId.UserInScopeOfSourceArn, TermRule.Name),
        new(FieldId.UserInScopeOfCredentialsIssuedTo, TermRule.Name),
        new(FieldId.UserIdentityProvider, TermRule.Name),
        new(FieldId.IssuerPrincipalId, TermRule.Name),
        new(FieldId.IssuerArn, TermRule.Name),
        new(FieldId.IssuerUserName, TermRule.Name),
        new(FieldId.SessionSourceIdentity, TermRule.Name),
        new(FieldId.SourceIPAddress, TermRule.Address),
        new(FieldId.ResourceArn, TermRule.Resource, IndexPlaces.Resources),
        new(FieldId.RequestParameters, TermRule.Json, IndexPlaces.Request),
        new(FieldId.ResponseElements, TermRule.Json, IndexPlaces.Response),
        new(FieldId.AdditionalEventData, TermRule.Json, IndexPlaces.Details),
        new(FieldId.ServiceEventDetails, TermRule.Json, IndexPlaces.Details),
    ];

    /// <summary>Which terms a value has; see <see cref="IndexTerms"/>.</summary>
    public enum TermRule
    {
        /// <summary>The value; nearly every row has another.</summary>
        Id,

        /// <summary>The value.</summary>
        Value,

        /// <summary>A name, ARN or principal id: the value, its last part, what stands before its first colon.</summary>
        Name,

        /// <summary>The ARN of a resource: as a name, and the ARNs and buckets that it stands below.</summary>
        Resource,

        /// <summary>The value, and the networks that it is in.</summary>
        Address,

        /// <summary>JSON: the strings in it.</summary>
        Json,
    }
}
