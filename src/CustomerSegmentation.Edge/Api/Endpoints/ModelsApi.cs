using System.Globalization;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>Versions of the model: list, fit, publish.</summary>
internal static class ModelsApi
{
    public static void MapModels(this IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Models");

        models.MapGet("", async (ISegmentationEngine engine, CancellationToken cancellation) =>
                TypedResults.Ok(new ModelsAnswer(
                    [.. (await engine.ModelsAsync(cancellation)).Select(model => ModelAnswers.Describe(model, engine.SegmentDirectory))],
                    Next: null,
                    LastFitAnswer.Of(engine.LastFit))))
            .WithSummary("Every version of the model, newest first, and what became of the last fit")
            .Produces<ModelsAnswer>();

        models.MapGet("/current", async (ISegmentationEngine engine, CancellationToken cancellation) =>
                Found(engine, await FindAsync(engine, model => model.Status == ModelStatus.Published, cancellation), "current"))
            .WithSummary("The model in force")
            .Produces<ModelAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        models.MapGet("/{version}", async (string version, ISegmentationEngine engine, CancellationToken cancellation) =>
                Found(engine, VersionIn(version) is { } number
                    ? await FindAsync(engine, model => model.Model.Version == number, cancellation)
                    : null, version))
            .WithSummary("One version of the model")
            .Produces<ModelAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        models.MapPost("/fit", FitAsync)
            .WithSummary("Fits a candidate to the customers of now and previews what publishing it would do")
            .Accepts<FitBody>(isOptional: true, "application/json")
            .Produces<FitAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        models.MapPost("/{version}/publish", PublishAsync)
            .WithSummary("Puts a version in force and reassigns every customer, whatever its gates say")
            .Produces<ModelAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> FitAsync(
        HttpContext http, ISegmentationEngine engine, ApiOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var (body, problem) = await http.ReadBodyAsync<FitBody>(cancellation);
        if (problem is not null)
        {
            return problem;
        }

        var fitting = engine.FitAsync(body?.ToRequest() ?? new FitRequest(), cancellation);
        return TypedResults.Ok(ModelAnswers.Describe(
            await WhileStorageLastsAsync(fitting, engine, options.RecordTimeout, time, cancellation), engine.SegmentDirectory));
    }

    private static async Task<IResult> PublishAsync(
        string version, ISegmentationEngine engine, ApiOptions options, TimeProvider time, CancellationToken cancellation) =>
        Found(engine, VersionIn(version) is { } number
            ? await WhileStorageLastsAsync(
                engine.PublishAsync(number, cancellation), engine, options.RecordTimeout, time, cancellation)
            : null, version);

    /// <summary>Fitting many customers takes its time; only storage that is away may not hold up a caller for longer.</summary>
    /// <exception cref="TimeoutException">Storage was still unavailable after the timeout.</exception>
    private static async Task<T> WhileStorageLastsAsync<T>(
        Task<T> work, ISegmentationEngine engine, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        while (engine.Health.Records && !work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(timeout, time, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }

        return await work.WaitAsync(timeout, time, cancellation);
    }

    private static async Task<ModelRecord?> FindAsync(
        ISegmentationEngine engine, Func<ModelRecord, bool> isIt, CancellationToken cancellation) =>
        (await engine.ModelsAsync(cancellation)).FirstOrDefault(isIt);

    private static IResult Found(ISegmentationEngine engine, ModelRecord? model, string version) =>
        model is null ? Problem.UnknownModel(version) : TypedResults.Ok(ModelAnswers.Describe(model, engine.SegmentDirectory));

    private static int? VersionIn(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
