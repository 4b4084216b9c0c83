using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Dashboard.Access;
using CustomerSegmentation.Edge.Dashboard.Pages;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>What the form for a segment's wording posts to. The gates have refused keys that only read, and other sites' posts, before.</summary>
internal static class SegmentForms
{
    /// <summary>Bytes of a body; the same as the API takes.</summary>
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>What a page is told when the name was empty.</summary>
    public const string EmptyName = "name";

    /// <summary>Why a wording was refused that the form does not let through: too long, or with control characters.</summary>
    public const string Unfit = "text";

    /// <summary>Where the wording of a segment is posted to.</summary>
    public static string PathOf(string segmentId) => $"{SegmentPage.PathOf(segmentId)}/wording";

    public static void MapSegmentForms(this IEndpointRouteBuilder app) => app.MapPost("/segments/{id}/wording", EditAsync)
        .ExcludeFromDescription()
        .DisableAntiforgery()
        .WithMetadata(new PageAccess(NeedsSignIn: true), new RequestSizeLimitAttribute(MaxBodyBytes));

    private static async Task<IResult> EditAsync(
        HttpContext http,
        ISegmentationEngine engine,
        ApiOptions options,
        TimeProvider time,
        [FromForm] string? name,
        [FromForm] string? description,
        [FromForm] string? action,
        CancellationToken cancellation)
    {
        var id = http.IdAt(1);
        var wording = new SegmentEdit(name ?? "", description, action).Tidy();
        if (wording.Flaw() is not null)
        {
            return new SeeOther($"{SegmentPage.PathOf(id)}?refused={(wording.Name!.Length == 0 ? EmptyName : Unfit)}");
        }

        var editing = engine.EditSegmentAsync(id, wording, cancellation);
        var known = await editing.WaitAsync(options.RecordTimeout, time, cancellation) is not null;
        return new SeeOther(SegmentPage.PathOf(id) + (known ? "?saved=true" : ""));
    }
}
