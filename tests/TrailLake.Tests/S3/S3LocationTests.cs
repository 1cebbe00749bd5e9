using TrailLake.Errors;
using TrailLake.S3;
using Xunit;

namespace TrailLake.Tests.S3;

public sealed class S3LocationTests
{
    [Theory]
    [InlineData("s3://bucket", "bucket", "")]
    [InlineData("s3://bucket/", "bucket", "")]
    [InlineData("S3://bucket/a b/AWSLogs/", "bucket", "a b/AWSLogs/")]
    [InlineData(
        "s3://arn:aws:s3:us-east-1:123456789012:accesspoint/mine/AWSLogs", "arn:aws:s3:us-east-1:123456789012:accesspoint/mine", "AWSLogs")]
    [InlineData("s3://arn:aws:s3:us-east-1:123456789012:accesspoint/mine", "arn:aws:s3:us-east-1:123456789012:accesspoint/mine", "")]
    public void Parse_GivesBucketAndPrefix(string text, string bucket, string prefix) =>
        Assert.Equal(new S3Location(bucket, prefix), S3Location.Parse(text));

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3:///prefix")]
    [InlineData("s3://bu cket/x")]
    [InlineData("https://bucket.s3.amazonaws.com/x")]
    public void Parse_AnythingElse_SaysWhatWasExpected(string text)
    {
        var error = Assert.Throws<TrailLakeException>(() => S3Location.Parse(text));
        Assert.Equal($"'{text}' is no S3 location; expected s3://bucket or s3://bucket/prefix", error.Message);
        Assert.Equal(ErrorKind.Usage, error.Kind);
    }
}
