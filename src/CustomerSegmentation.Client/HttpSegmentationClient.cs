using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CustomerSegmentation.Client.Http;

namespace CustomerSegmentation.Client;

/// <summary>The engine over HTTP, for programs that cannot reach its cluster.</summary>
/// <param name="http">
/// Its base address is the engine's, with a slash at the end where it has a path; the key, where the engine asks for one, is a
/// default header <c>X-Api-Key</c>. Handlers may try again: every call may be made twice.
/// </param>
public sealed class HttpSegmentationClient(HttpClient http) : SegmentationClient
{
    private const string UnknownCustomer = "unknown_customer";

    /// <inheritdoc/>
    public override Task<SegmentsView> SegmentsAsync(CancellationToken cancellationToken = default) =>
        AnswerAsync(HttpMethod.Get, "segments", body: null, ApiJson.Default.SegmentsView, cancellationToken);

    /// <inheritdoc/>
    public override Task<ModelView> CurrentModelAsync(CancellationToken cancellationToken = default) =>
        AnswerAsync(HttpMethod.Get, "models/current", body: null, ApiJson.Default.ModelView, cancellationToken);

    private protected override async Task<CustomerView?> FindAsync(string customerId, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, PathOf(customerId), body: null, cancellationToken).ConfigureAwait(false);
        return await IsUnknownAsync(response, cancellationToken).ConfigureAwait(false)
            ? null
            : await ReadAsync(response, ApiJson.Default.CustomerView, cancellationToken).ConfigureAwait(false);
    }

    private protected override Task<RecordReceipt> RecordLotAsync(PurchaseEvent[] purchases, CancellationToken cancellationToken) =>
        AnswerAsync(
            HttpMethod.Post,
            "events",
            JsonContent.Create(purchases, ApiJson.Default.PurchaseEventArray),
            ApiJson.Default.RecordReceipt,
            cancellationToken);

    private protected override Task<MigrationPage> PageAsync(
        MigrationQuery query, string? cursor, CancellationToken cancellationToken) =>
        AnswerAsync(HttpMethod.Get, PathOf(query, cursor), body: null, ApiJson.Default.MigrationPage, cancellationToken);

    private protected override async Task<bool> EraseAsync(string customerId, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, PathOf(customerId), body: null, cancellationToken).ConfigureAwait(false);
        return !await IsUnknownAsync(response, cancellationToken).ConfigureAwait(false);
    }

    private static string PathOf(string customerId) => $"customers/{Uri.EscapeDataString(customerId)}";

    private static string PathOf(MigrationQuery query, string? cursor)
    {
        var path = new StringBuilder("migrations?limit=").Append(CultureInfo.InvariantCulture, $"{query.PageSize}");
        Add("customer", query.CustomerId);
        Add("from", query.From?.ToString("O", CultureInfo.InvariantCulture));
        Add("to", query.To?.ToString("O", CultureInfo.InvariantCulture));
        Add("cause", query.Cause is { } cause ? JsonNamingPolicy.CamelCase.ConvertName(cause.ToString()) : null);
        Add("cursor", cursor);
        return path.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                path.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }

    private async Task<T> AnswerAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw await ProblemOf(response, cancellationToken).ConfigureAwait(false);
        }

        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>False for a customer who is known; a problem of any other kind is thrown.</summary>
    private static async Task<bool> IsUnknownAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return false;
        }

        var problem = await ProblemOf(response, cancellationToken).ConfigureAwait(false);
        return problem.Code == UnknownCustomer ? true : throw problem;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri($"api/v1/{path}", UriKind.Relative)) { Content = body };
        return await WithinReachAsync(() => http.SendAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await WithinReachAsync(() => response.Content.ReadFromJsonAsync(type, cancellationToken), cancellationToken)
                .ConfigureAwait(false) ?? throw new JsonException("The answer is null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new SegmentationException(
                ErrorCodes.UnreadableAnswer,
                $"{response.RequestMessage?.RequestUri} did not answer as a segmentation engine does: {e.Message}",
                isTransient: false,
                e);
        }
    }

    private static async Task<SegmentationException> ProblemOf(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var isTransient = response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            var problem = await ReadAsync(response, ApiJson.Default.ProblemBody, cancellationToken).ConfigureAwait(false);
            return new(problem.Code ?? $"http_{(int)response.StatusCode}", problem.Detail ?? problem.Title ?? "", isTransient);
        }

        // Not the engine's own: of a proxy before it, or of something else altogether.
        return new(
            isTransient ? ErrorCodes.Unreachable : ErrorCodes.UnreadableAnswer,
            $"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode} {response.ReasonPhrase}.",
            isTransient);
    }

    private static async Task<T> WithinReachAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)) // the client's own timeout
        {
            throw new SegmentationException(ErrorCodes.Unreachable, $"There is no answer: {e.Message}", isTransient: true, e);
        }
    }
}
