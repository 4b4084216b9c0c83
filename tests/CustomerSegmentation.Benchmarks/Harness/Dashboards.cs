using System.Diagnostics;
using System.Net;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>
/// Dashboards that are open in fifty browsers. Each opens its page and then asks for it again one second after each answer, with the
/// header that the script sends; hidden ones do not ask. Every answer must be 200. What these clients take is taken from the same machine.
/// </summary>
internal sealed class Dashboards
{
    /// <summary>Between an answer and the next question.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _client;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource[] _shown;
    private readonly Task<List<double>>[] _readers;
    private volatile bool _hidden;

    private Dashboards(HttpClient client, int customers)
    {
        _client = client;
        string[] pages = [.. PagesOf(customers)];
        _shown = [.. pages.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        _readers = [.. pages.Select((path, i) => Task.Run(() => ReadAsync(path, Pause * i / pages.Length, _shown[i])))];
    }

    /// <summary>Most look at the same few pages, some at one of their own.</summary>
    private static IEnumerable<string> PagesOf(int customers) =>
    [
        .. Enumerable.Repeat("/", 12),
        .. Enumerable.Repeat("/segments", 6),
        .. Enumerable.Repeat("/segments/champions", 6),
        "/segments/hibernating?within=90&limit=100",
        "/segments/at-risk?limit=500",
        .. Enumerable.Repeat("/migration", 5),
        "/migration?days=90",
        "/migration?days=7&cause=decay",
        .. Enumerable.Range(0, 6).Select(one => CustomerAt(one * customers / 6)),
        .. Enumerable.Repeat("/customers", 2),
        .. Enumerable.Repeat("/models", 3),
        "/models/0",
        .. Enumerable.Repeat("/live", 4),
        "/live?cause=purchase",
    ];

    public static string CustomerAt(int customer) => $"/customers/{Traffic.CustomerId(customer)}";

    /// <summary>How many are open.</summary>
    public int Count => _readers.Length;

    /// <summary>Whether their tabs are in the background.</summary>
    public bool Hidden
    {
        get => _hidden;
        set => _hidden = value;
    }

    /// <summary>Opens them all, and returns once nothing on any of them is still being counted.</summary>
    public static async Task<Dashboards> OpenAsync(HttpClient client, int customers)
    {
        var dashboards = new Dashboards(client, customers);
        await Task.WhenAll(dashboards._shown.Select(shown => shown.Task));
        return dashboards;
    }

    /// <summary>Closes them once the last answer is there: milliseconds of each call since all were shown.</summary>
    public async Task<IReadOnlyList<double>> CloseAsync()
    {
        _ended.SetResult();
        var calls = await Task.WhenAll(_readers);
        return [.. calls.SelectMany(static one => one)];
    }

    /// <summary>Opens a page, or asks for one that is open: its text and how many milliseconds that took.</summary>
    public static async Task<(string Page, double Milliseconds)> AskAsync(HttpClient client, string path, bool poll)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (poll)
        {
            request.Headers.Add("X-Poll", "1");
        }

        var asked = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();
        Check.True(answer.StatusCode == HttpStatusCode.OK, $"{path} is answered with 200");
        return (page, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
    }

    /// <summary>Whether something on a page is still to come.</summary>
    public static bool IsCounting(string page) =>
        page.Contains("<strong>Counting", StringComparison.Ordinal)
        || page.Contains("<strong>Being ", StringComparison.Ordinal)
        || page.Contains("being counted</strong>", StringComparison.Ordinal);

    /// <summary>Milliseconds of each call once the page has shown all it has.</summary>
    private async Task<List<double>> ReadAsync(string path, TimeSpan after, TaskCompletionSource shown)
    {
        var calls = new List<double>();
        await Task.Delay(after, TimeProvider.System);
        for (var poll = false; !_ended.Task.IsCompleted; poll = true)
        {
            if (Hidden && poll)
            {
                await Task.Delay(Pause, TimeProvider.System);
                continue;
            }

            try
            {
                var (page, milliseconds) = await AskAsync(_client, path, poll);
                if (shown.Task.IsCompleted)
                {
                    calls.Add(milliseconds);
                }
                else if (!IsCounting(page))
                {
                    shown.SetResult();
                }
            }
            catch (Exception failure)
            {
                shown.TrySetException(failure);
                throw;
            }

            await Task.WhenAny(_ended.Task, Task.Delay(Pause, TimeProvider.System));
        }

        return calls;
    }
}
