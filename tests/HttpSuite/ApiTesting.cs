using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CustomerSegmentation.HttpSuite;

/// <summary>The words that tests of the API are written in.</summary>
internal static class ApiTesting
{
    public static string Purchase(
        string eventId, string customer = "C-1", string? order = null, string at = "2026-11-10T12:00:00Z", string amount = "50") =>
        $$"""{"eventId":"{{eventId}}","customerId":"{{customer}}","orderId":"{{order ?? "O-" + eventId}}","occurredAt":"{{at}}","amount":{{amount}}}""";

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    public static StringContent Ndjson(string body) => new(body, Encoding.UTF8, "application/x-ndjson");

    public static async Task<JsonObject> ReadObjectAsync(this HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

    /// <summary>Checks that an answer is problem details of a status and a code, with a sentence; gives them.</summary>
    public static async Task<JsonObject> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(body)!.AsObject();
        ((int)problem["status"]!).ShouldBe((int)status);
        ((string)problem["code"]!).ShouldBe(code);
        ((string)problem["detail"]!).ShouldEndWith(".");
        return problem;
    }

    /// <summary>The body of an answer in a format; <paramref name="accept"/> where more than that is asked for.</summary>
    public static async Task<string> ReadAsync(ApiHost host, string path, string type, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept ?? type);
        using var response = await host.Client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        return body;
    }

    public static IEnumerable<string> Names(this JsonNode? node) => node!.AsObject().Select(field => field.Key);
}
