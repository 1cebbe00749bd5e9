using System;
using System.Globalization;
using System.Threading;
using TrailLake.S3Responder;

if (args.Length is < 1 or > 4)
{
    Console.Error.WriteLine("usage: TrailLake.S3Responder FOLDER [PORT [LATENCY-MS [BUCKET]]]");
    return 2;
}

var port = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
var latency = TimeSpan.FromMilliseconds(args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 5);
var name = args.Length > 3 ? args[3] : "bench";
var bucket = new Bucket(args[0]);
using var server = new S3Server(bucket, name, port, latency);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

// The first line is for scripts: they wait for it and read the endpoint.
Console.WriteLine($"{server.Endpoint} s3://{name} {bucket.Count} objects, {latency.TotalMilliseconds} ms");
await server.RunAsync(stop.Token).ConfigureAwait(false);
Console.WriteLine($"{server.Requests} requests");
return 0;
