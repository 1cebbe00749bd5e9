using TrailLake.Query.Entities;
using Xunit;

namespace TrailLake.Tests.Timelines;

public sealed class AwsIdentifierTests
{
    [Theory]
    [InlineData("ASIAY34FZKBOKMUTVV7A", "609629065308")]
    [InlineData("ASIAQNZGKIQY56JQ7WML", "029608264753")]
    [InlineData("AKIATFQR7NSC3ZO6PKAZ", "218007301253")]
    [InlineData("AIDATFQR7NSC5AU2ZV3IE", "218007301253")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", null)]
    [InlineData("AKIA0189ODNN7EXAMPLE", null)]
    [InlineData("AKIA", null)]
    public void DerivedAccount_IsWhatTheIdEncodes(string id, string? account) => Assert.Equal(account, AwsIdentifier.DerivedAccount(id));

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE", EntityKind.AccessKey)]
    [InlineData("ASIAY34FZKBOKMUTVV7A", EntityKind.AccessKey)]
    [InlineData("AIDATFQR7NSC5AU2ZV3IE", EntityKind.PrincipalId)]
    [InlineData("AROATFQR7NSC5AU2ZV3IE:session", EntityKind.PrincipalId)]
    [InlineData("arn:aws:iam::1:user/x", EntityKind.Arn)]
    [InlineData("203.0.113.7", EntityKind.Address)]
    [InlineData("2001:db8::1", EntityKind.Address)]
    [InlineData("203.0.113.7/24", EntityKind.Cidr)]
    [InlineData("i-0123456789abcdef0", EntityKind.ResourceId)]
    [InlineData("sg-01234567", EntityKind.ResourceId)]
    [InlineData("6f1a5c2e-3c1b-4d0e-9d6c-0a4b7f3e2d11", EntityKind.EventId)]
    [InlineData("111122223333", EntityKind.Account)]
    [InlineData("my-bucket", EntityKind.Name)]
    [InlineData("alias/key", EntityKind.Name)]
    [InlineData("AKIASHORT", EntityKind.Name)]
    public void Kind_IsRecognised(string text, object kind) => Assert.Equal(kind, Entity.Parse(text).Kind);
}
