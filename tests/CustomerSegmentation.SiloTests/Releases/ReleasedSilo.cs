using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CustomerSegmentation.HttpSuite;

namespace CustomerSegmentation.SiloTests.Releases;

/// <summary>A silo of some release as a process, asked over HTTP.</summary>
internal sealed class ReleasedSilo : IAsyncDisposable
{
    private static readonly DateTimeOffset Day = TimeProvider.System.GetUtcNow().AddDays(-1);

    private readonly HostProcess _process;

    private ReleasedSilo(HostProcess process) => _process = process;

    /// <summary>What it printed.</summary>
    public string Output => _process.Output + _process.Errors;

    /// <summary>Starts it and returns once it is ready to record.</summary>
    public static async Task<ReleasedSilo> StartAsync(string program, string[] options)
    {
        var ports = LoopbackPort.Free(2);
        return new(await HostProcess.StartAsync(
            program,
            ["--urls", "http://127.0.0.1:0", "--Address", "127.0.0.1", "--SiloPort", $"{ports[0]}", "--GatewayPort", $"{ports[1]}", .. options]));
    }

    /// <summary>Sends an order of each of the customers, who are of three kinds: so there is something to fit.</summary>
    public async Task RecordAsync(string order, int customers, int recorded)
    {
        var events = Enumerable.Range(1, customers).Select(i => ApiTesting.Purchase(
            $"{order}-{i}",
            $"C-{i}",
            at: Day.AddDays(-(i % 3 * 50)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            amount: $"{10 + (i % 3 * 300)}"));
        var answer = await PostAsync("events", $"[{string.Join(',', events)}]");
        ((int)answer["recorded"]!, (int)answer["duplicates"]!).ShouldBe((recorded, customers - recorded), answer.ToJsonString());
    }

    /// <summary>Of a customer, what is still so a moment later; null for one who is not known.</summary>
    public async Task<string?> CustomerAsync(int number)
    {
        using var response = await _process.Http.GetAsync(Path($"customers/C-{number}"));
        var customer = await response.ReadObjectAsync();
        response.StatusCode.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.NotFound], customer.ToJsonString());
        return response.StatusCode == HttpStatusCode.NotFound ? null
            : $"{customer["frequency"]} {(decimal)customer["monetary"]!:0.00##} {customer["firstPurchaseAt"]} {customer["segment"]!["id"]} {customer["segment"]!["since"]}";
    }

    /// <summary>By which model how many are where.</summary>
    public async Task<(int Version, int Customers, string Segments)> SizesAsync()
    {
        var view = (await _process.Http.GetFromJsonAsync<JsonObject>(Path("segments")))!;
        var sizes = view["segments"]!.AsArray().Select(segment => $"{segment!["id"]} {segment["customers"]}");
        return ((int)view["modelVersion"]!, (int)view["customers"]!, string.Join(", ", sizes));
    }

    /// <summary>An answer as it came.</summary>
    public Task<string> TextAsync(string what) => _process.Http.GetStringAsync(Path(what));

    /// <summary>Fits a candidate; its version.</summary>
    public async Task<int> FitAsync() => (int)(await PostAsync("models/fit", """{"k":3,"seed":1}"""))["version"]!;

    /// <summary>Puts a version in force.</summary>
    public Task PublishAsync(int version) => PostAsync($"models/{version}/publish", "{}");

    /// <summary>Erases a customer; how that was answered.</summary>
    public async Task<HttpStatusCode> EraseAsync(int number)
    {
        using var response = await _process.Http.DeleteAsync(Path($"customers/C-{number}"));
        return response.StatusCode;
    }

    /// <summary>Returns once the models and so many others are awake in this silo, and so not in the other one.</summary>
    public Task HasAwakeAsync(int customers, int shards) => Eventually.TrueAsync(
        async () =>
        {
            var metrics = (await _process.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n');
            return metrics.Contains($$"""orleans_grains{grain_type="customer"} {{customers}}""")
                && metrics.Contains($$"""orleans_grains{grain_type="population"} {{shards}}""")
                && metrics.Contains("""orleans_grains{grain_type="model"} 1""");
        },
        "everything in one silo");

    /// <summary>SIGTERM; it must end well.</summary>
    public Task StopAsync() => _process.StopAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<JsonObject> PostAsync(string what, string body)
    {
        using var content = ApiTesting.Json(body);
        using var response = await _process.Http.PostAsync(Path(what), content);
        var answer = await response.ReadObjectAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        return answer;
    }

    private static Uri Path(string what) => new($"/api/v1/{what}", UriKind.Relative);
}
