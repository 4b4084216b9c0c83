using System.Globalization;
using CustomerSegmentation.Edge.Dashboard.Access;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Dashboard.Jobs;

/// <summary>What the forms for fitting and publishing post to. The gates have refused other sites' posts, and keys that only read, before.</summary>
internal static class ModelForms
{
    public const string Fit = "/models/fit";

    /// <summary>A form that is done within this leads to what came of it; another one to where that will be said.</summary>
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(2);

    public static string Publish(int version) => string.Create(CultureInfo.InvariantCulture, $"/models/{version}/publish");

    public static void MapModelForms(this IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("/models").ExcludeFromDescription().DisableAntiforgery().WithMetadata(new PageAccess(NeedsSignIn: true))
            .WithMetadata(new RequestSizeLimitAttribute(16 * 1024));

        forms.MapPost("/fit", async (
            JobQueue work, [FromForm] string? k, [FromForm] string? minK, [FromForm] string? maxK, [FromForm] string? algorithm, [FromForm] string? seed) =>
        {
            var begun = TryRead(k, out int? few) && TryRead(minK, out int? least) && TryRead(maxK, out int? most) && TryRead(seed, out ulong? start)
                ? work.Fit(new FitRequest(few, least, most, string.IsNullOrEmpty(algorithm) ? null : algorithm, start))
                : work.Refuse("Fitting a candidate", "Numbers of segments and the seed are whole numbers, 0 or more, or left empty.");
            return await WhereToAsync(work, begun);
        });

        forms.MapPost("/{version:int}/publish", async (JobQueue work, int version, [FromForm] string? replaces) =>
        {
            var begun = TryRead(replaces, out int? known) && known is { } before
                ? work.Publish(version, before)
                : work.Refuse($"Publishing version {version}", "Look at who would move first: the page of the version shows it.");
            return await WhereToAsync(work, begun);
        });
    }

    private static async Task<SeeOther> WhereToAsync(JobQueue work, bool begun)
    {
        if (!begun)
        {
            return new("/models?busy=true");
        }

        await work.EndedAsync(WaitTimeout);
        return new(work.Last?.Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"/models/{version}") : "/models");
    }

    private static bool TryRead<T>(string? text, out T? value)
        where T : struct, IParsable<T>, System.Numerics.IBinaryInteger<T>
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var reads = T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read);
        value = reads ? read : null;
        return reads;
    }
}
