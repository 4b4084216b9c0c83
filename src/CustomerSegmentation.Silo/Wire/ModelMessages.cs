using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Silo.Wire;

/// <summary>The settings that decide segments besides the model.</summary>
/// <param name="Window">Ticks; null for all time.</param>
/// <param name="Margin">Of the hysteresis; null without one.</param>
/// <param name="MinimumDwell">Of the hysteresis, in ticks.</param>
/// <param name="RecencyDays">Thresholds of the rules.</param>
/// <param name="Frequency">Thresholds of the rules.</param>
/// <param name="Monetary">Thresholds of the rules.</param>
[GenerateSerializer, Immutable, Alias("terms")]
internal sealed record TermsMessage(
    [property: Id(0)] long? Window,
    [property: Id(1)] double? Margin,
    [property: Id(2)] long MinimumDwell,
    [property: Id(3)] double[] RecencyDays,
    [property: Id(4)] double[] Frequency,
    [property: Id(5)] double[] Monetary)
{
    public static TermsMessage Of(EngineOptions options) => new(
        options.Window?.Ticks,
        options.Hysteresis?.Margin,
        options.Hysteresis?.MinimumDwell.Ticks ?? 0,
        [.. options.Rules.RecencyDays],
        [.. options.Rules.Frequency],
        [.. options.Rules.Monetary]);

    /// <summary>The options with these settings in place of their own.</summary>
    public EngineOptions In(EngineOptions options) => options with
    {
        Window = Window is { } window ? TimeSpan.FromTicks(window) : null,
        Hysteresis = Margin is { } margin ? new Hysteresis(margin, TimeSpan.FromTicks(MinimumDwell)) : null,
        Rules = options.Rules with { RecencyDays = RecencyDays, Frequency = Frequency, Monetary = Monetary },
    };
}

/// <summary>What became of a fit. Times are UTC ticks.</summary>
[GenerateSerializer, Immutable, Alias("fit")]
internal sealed record FitMessage(
    [property: Id(0)] long At,
    [property: Id(1)] FitTrigger Trigger,
    [property: Id(2)] FitResult Outcome,
    [property: Id(3)] int? Version,
    [property: Id(4)] string? Code,
    [property: Id(5)] string Reason)
{
    public static FitMessage Of(LastFit fit) => new(fit.At.UtcTicks, fit.Trigger, fit.Outcome, fit.Version, fit.Code, fit.Reason);

    public LastFit ToLastFit() => new(new(At, TimeSpan.Zero), Trigger, Outcome, Version, Code, Reason);
}

/// <summary>How to fit a model.</summary>
[GenerateSerializer, Immutable, Alias("fit-request")]
internal sealed record FitRequestMessage(
    [property: Id(0)] int? K,
    [property: Id(1)] int? MinK,
    [property: Id(2)] int? MaxK,
    [property: Id(3)] string? Algorithm,
    [property: Id(4)] ulong? Seed,
    [property: Id(5)] bool Publish)
{
    public static FitRequestMessage Of(FitRequest request) =>
        new(request.K, request.MinK, request.MaxK, request.Algorithm, request.Seed, request.Publish);

    public FitRequest ToRequest() => new(K, MinK, MaxK, Algorithm, Seed, Publish);
}

/// <summary>A candidate, or why there is none.</summary>
/// <param name="Version">Of the candidate; null for none.</param>
/// <param name="Overlap">Who is where, and would be where: what the preview is made of.</param>
/// <param name="Against">Version of the model that was in force.</param>
/// <param name="Code">Of the refusal.</param>
/// <param name="Reason">Of the refusal, in a sentence.</param>
[GenerateSerializer, Immutable, Alias("fit-answer")]
internal sealed record FitAnswer(
    [property: Id(0)] int? Version,
    [property: Id(1)] OverlapMessage[] Overlap,
    [property: Id(2)] int Against,
    [property: Id(3)] string? Code,
    [property: Id(4)] string? Reason);
