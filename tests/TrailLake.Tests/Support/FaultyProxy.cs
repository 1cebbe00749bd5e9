using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;

namespace TrailLake.Tests.Support;

/// <summary>
/// Stands before a server and answers some requests itself, with faults that a good server does not make; passes on the others.
/// </summary>
sealed class FaultyProxy : IDisposable
{
    readonly HttpListener _listener = new();
    readonly HttpClient _http = new();
    readonly string? _upstream;
    readonly Func<HttpListenerContext, bool> _fault;
    readonly Func<HttpListenerContext, bool>? _half;

    /// <summary>Starts it.</summary>
    /// <param name="upstream">The server behind; null when all requests are answered here.</param>
    /// <param name="fault">Answers a request and says true, or leaves it alone.</param>
    /// <param name="half">Says whether only half of the body behind is sent before the connection breaks.</param>
    public FaultyProxy(string? upstream, Func<HttpListenerContext, bool> fault, Func<HttpListenerContext, bool>? half = null)
    {
        _half = half;
        _upstream = upstream;
        _fault = fault;
        Endpoint = $"http://127.0.0.1:{S3Server.FreePort()}";
        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Endpoint { get; }

    /// <summary>Answers with an error of S3's form.</summary>
    public static bool Error(HttpListenerContext context, int status, string code)
    {
        byte[] body = Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{code} said so</Message></Error>");
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        context.Response.OutputStream.Write(body);
        context.Response.Close();
        return true;
    }

    /// <summary>Promises a body, sends a part of it and breaks the connection.</summary>
    public static bool Truncate(HttpListenerContext context, byte[] body, int from, int sent, string? etag = null)
    {
        context.Response.Headers["ETag"] = $"\"{etag ?? Convert.ToHexStringLower(MD5.HashData(body))}\"";
        context.Response.StatusCode = from > 0 ? 206 : 200;
        context.Response.ContentLength64 = body.Length - from;
        context.Response.OutputStream.Write(body, from, sent);
        context.Response.OutputStream.Flush();
        if (sent == body.Length - from)
        {
            context.Response.Close();
        }
        else
        {
            context.Response.Abort();
        }

        return true;
    }

    public void Dispose()
    {
        _listener.Close();
        _http.Dispose();
    }

    async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            if (_fault(context))
            {
                return;
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, _upstream + context.Request.RawUrl);
            foreach (string name in (string[])["Range", "If-Match"])
            {
                if (context.Request.Headers[name] is { } value)
                {
                    request.Headers.TryAddWithoutValidation(name, value);
                }
            }

            using var answer = await _http.SendAsync(request);
            byte[] body = await answer.Content.ReadAsByteArrayAsync();
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            {
                if (name is "ETag" or "Last-Modified" or "Content-Range")
                {
                    context.Response.Headers[name] = values.First();
                }
            }

            context.Response.ContentLength64 = body.Length;
            if (_half?.Invoke(context) == true)
            {
                context.Response.OutputStream.Write(body, 0, body.Length / 2);
                context.Response.OutputStream.Flush();
                context.Response.Abort();
                return;
            }

            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException or HttpRequestException)
        {
            context.Response.Abort();
        }
    }
}
