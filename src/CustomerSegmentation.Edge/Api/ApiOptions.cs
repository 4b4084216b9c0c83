using CustomerSegmentation.Edge.Configuration;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Api;

/// <summary>Settings of the HTTP side.</summary>
public sealed record ApiOptions
{
    /// <summary>Keys that may do everything; when there is one, of these or of <see cref="ReadKeys"/>, every call but <c>/health/*</c> needs one of them.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>Keys that may read and nothing else: every GET of the API, and the dashboard without its forms.</summary>
    public IReadOnlyList<string> ReadKeys { get; init; } = [];

    /// <summary>Whether callers need a key at all.</summary>
    public bool AsksForKey => ApiKeys.Count + ReadKeys.Count > 0;

    /// <summary>Allows listening beyond loopback without a key.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>ISO 4217 code that customers' monetary values are shown in: the engine's reporting currency.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>
    /// How long a lot of events, an erasure, an edit, a fit or a publication may wait for storage before the answer is 503. Making the call
    /// again is safe.
    /// </summary>
    public TimeSpan RecordTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The options that a section holds.</summary>
    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static ApiOptions Read(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);

        var defaults = new ApiOptions();
        return defaults with
        {
            ApiKeys = KeysOf(section.GetSection(nameof(ApiKeys))),
            ReadKeys = KeysOf(section.GetSection(nameof(ReadKeys))),
            AllowAnonymous = section[nameof(AllowAnonymous)] switch
            {
                null or "" => defaults.AllowAnonymous,
                var text when bool.TryParse(text, out var allowed) => allowed,
                var text => throw new SettingsException($"AllowAnonymous is '{text}'; it can be 'true' or 'false'."),
            },
            Currency = section[nameof(Currency)] is { Length: > 0 } currency ? currency : defaults.Currency,
            RecordTimeout = section[nameof(RecordTimeout)] is { Length: > 0 } timeout
                ? Duration.Parse(nameof(RecordTimeout), timeout)
                : defaults.RecordTimeout,
        };
    }

    /// <summary>A single key may also be given without a number, as 'ApiKeys=…'; it must not be overlooked. An empty one is none.</summary>
    private static IReadOnlyList<string> KeysOf(IConfigurationSection keys) =>
        [.. keys.GetChildren().Select(key => key.Value).Prepend(keys.Value).OfType<string>().Where(key => !string.IsNullOrWhiteSpace(key))];
}
