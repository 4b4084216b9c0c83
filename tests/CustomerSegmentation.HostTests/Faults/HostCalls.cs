using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>The calls that these tests make of a host, with the answers as plain JSON.</summary>
internal static class HostCalls
{
    /// <summary>Sends a body and returns whatever came back.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Answer)> PostEventsAsync(
        this HostProcess host, ReadOnlyMemory<byte> body, string type = "application/json")
    {
        using var content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        try
        {
            using var response = await host.Http.PostAsync(new Uri("/api/v1/events", UriKind.Relative), content);
            return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
        }
        catch (HttpRequestException gone)
        {
            throw new HttpRequestException($"{gone.Message}\n{host.Output}{host.Errors}", gone);
        }
    }

    /// <summary>Records events and returns how many were new and how many known; none may be refused.</summary>
    public static async Task<(int Recorded, int Duplicates)> RecordAsync(
        this HostProcess host, IReadOnlyList<PurchaseEvent> events)
    {
        var recorded = 0;
        var duplicates = 0;
        foreach (var some in events.Chunk(1_000))
        {
            var (status, answer) = await host.PostEventsAsync(PurchaseLoad.Lines(some), "application/x-ndjson");
            status.ShouldBe(HttpStatusCode.OK, answer.ToString());
            answer.GetProperty("refused").GetArrayLength().ShouldBe(0, answer.ToString());
            recorded += answer.GetProperty("recorded").GetInt32();
            duplicates += answer.GetProperty("duplicates").GetInt32();
        }

        return (recorded, duplicates);
    }

    /// <summary>A customer's answer.</summary>
    public static Task<JsonElement> CustomerAsync(this HostProcess host, string id) =>
        host.Http.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/customers/{Uri.EscapeDataString(id)}", UriKind.Relative));

    /// <summary>Every migration on record, newest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> MigrationsAsync(this HostProcess host)
    {
        var all = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await host.Http.GetFromJsonAsync<JsonElement>(
                new Uri($"/api/v1/migrations?limit=1000{(cursor is null ? "" : "&cursor=" + cursor)}", UriKind.Relative));
            all.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>The sizes of the segments now.</summary>
    public static Task<JsonElement> SegmentsAsync(this HostProcess host) =>
        host.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/segments", UriKind.Relative));

    /// <summary>Returns once the host says that it is not ready because the disk is full.</summary>
    public static async Task MissesRoomAsync(this HostProcess host)
    {
        var (status, text) = (HttpStatusCode.OK, "");
        await Eventually.TrueAsync(
            async () => ((status, text) = await host.HealthAsync()).Item1 == HttpStatusCode.ServiceUnavailable, "the full disk noticed");
        text.ShouldContain("The disk is full.");
    }
}
