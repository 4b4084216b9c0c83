using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>Migrations counted: matrix, flows, series, retention.</summary>
internal static class ReportsApi
{
    private const int MaxSteps = 10_000;

    public static void MapReports(this IEndpointRouteBuilder api)
    {
        var migrations = api.MapGroup("/migrations").WithTags("Migrations")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status406NotAcceptable);

        migrations.MapGet("/matrix", MatrixAsync)
            .WithSummary("Who was where at one moment, and is where at another")
            .WithDescription("Everyone known at 'to', once. Unless refits are asked for, a refit shifts the start of whoever stands "
                + "where they started. With a cause, only moves of that cause count, and all others shift. text/csv and "
                + "application/x-ndjson give a line per cell.")
            .WithPeriod("refits", "cause", "fromSegment", "toSegment", "segment", "knownAt")
            .Produces<MatrixAnswer>(StatusCodes.Status200OK, ExportFormat.Json, ExportFormat.Csv, ExportFormat.Ndjson);

        migrations.MapGet("/matrix/customers", CellAsync)
            .WithSummary("Who is in the cells of the matrix")
            .WithDescription("The customers whom the matrix of the same parameters counts, by their id: a page as JSON; all of them with "
                + "Accept: text/csv or application/x-ndjson.")
            .WithPeriod("refits", "cause", "fromSegment", "toSegment", "segment", "knownAt", "cursor", "limit")
            .Produces<PageAnswer<CellCustomerAnswer>>(StatusCodes.Status200OK, ExportFormat.Json, ExportFormat.Csv, ExportFormat.Ndjson);

        migrations.MapGet("/flows", FlowsAsync)
            .WithSummary("How many moved between which segments, why and when")
            .WithDescription("Moves after 'from' until 'to', this moment included, by step of time.")
            .WithPeriod("bucket", "cause", "fromSegment", "toSegment", "segment", "knownAt")
            .Produces<IReadOnlyList<FlowAnswer>>(StatusCodes.Status200OK, ExportFormat.Json, ExportFormat.Csv, ExportFormat.Ndjson);

        migrations.MapGet("/series", SeriesAsync)
            .WithSummary("Size, revenue, arrivals and departures of segments over time")
            .WithPeriod("bucket", "segment", "knownAt")
            .Produces<IReadOnlyList<SeriesAnswer>>(StatusCodes.Status200OK, ExportFormat.Json, ExportFormat.Csv, ExportFormat.Ndjson);

        api.MapGet("/segments/{id}/retention", RetentionAsync)
            .WithTags("Segments")
            .WithSummary("How long customers who entered a segment stay in it")
            .WithPeriod("knownAt")
            .Produces<RetentionAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> MatrixAsync(HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        var query = new QueryValues(http.Request.Query);
        var (from, to) = query.Period(engine.Now);
        var (refits, knownAt) = (query.Flag("refits"), query.Time("knownAt"));
        var report = new MatrixReport(from, to, refits, query.Cause(), query.Segments(engine.SegmentDirectory), knownAt);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (ExportFormat.For(http.Request) is not { } format)
        {
            return ExportFormat.NotAcceptable();
        }

        var matrix = await engine.ReportAsync(report, cancellation);
        var names = await SegmentNames.OfAsync(engine, cancellation);
        return format == ExportFormat.Json
            ? TypedResults.Ok(MatrixAnswer.Of(matrix, knownAt, refits, names))
            : Export.Of(format, MatrixCellAnswer.Table, MatrixCellAnswer.Of(matrix, names));
    }

    private static async Task<IResult> CellAsync(HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        var query = new QueryValues(http.Request.Query);
        var (from, to) = query.Period(engine.Now);
        var report = new CellReport(
            from, to, query.Segments(engine.SegmentDirectory), query.Flag("refits"), query.Cause(), query.Time("knownAt"));
        var (cursor, limit) = (query.Text("cursor"), query.Limit());
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (ExportFormat.For(http.Request) is not { } format)
        {
            return ExportFormat.NotAcceptable();
        }

        // A page reads the record once, so whoever wants all gets it as one.
        var page = format == ExportFormat.Json
            ? await engine.CellAsync(report, cursor, limit, cancellation)
            : await engine.CellAsync(report, cursor: null, int.MaxValue, cancellation);
        var names = await SegmentNames.OfAsync(engine, cancellation);
        var answer = PageAnswer.Of(page, customer => CellCustomerAnswer.Of(customer, names));
        return format == ExportFormat.Json ? TypedResults.Ok(answer) : Export.Of(format, CellCustomerAnswer.Table, answer.Items);
    }

    private static Task<IResult> FlowsAsync(HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        var query = new QueryValues(http.Request.Query);
        var (from, to) = query.Period(engine.Now);
        var report = new FlowsReport(
            from, to, query.Bucket(), query.Cause(), query.Segments(engine.SegmentDirectory), query.Time("knownAt"));
        return query.Problem is { } problem
            ? Task.FromResult<IResult>(problem)
            : ListAsync(http, engine, report, FlowAnswer.Table, FlowAnswer.Of, cancellation);
    }

    private static Task<IResult> SeriesAsync(HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        var query = new QueryValues(http.Request.Query);
        var (from, to) = query.Period(engine.Now);
        var bucket = query.Bucket();
        if ((to - from) / SeriesReport.ShortestStep(bucket) > MaxSteps)
        {
            query.Refuse("too_many_buckets", $"That is more than {MaxSteps:N0} steps; ask for a shorter time or longer buckets.");
        }

        var report = new SeriesReport(from, to, bucket, query.Segments(engine.SegmentDirectory), query.Time("knownAt"));
        return query.Problem is { } problem
            ? Task.FromResult<IResult>(problem)
            : ListAsync(http, engine, report, SeriesAnswer.Table, SeriesAnswer.Of, cancellation);
    }

    private static async Task<IResult> ListAsync<TRow, TAnswer>(
        HttpContext http,
        ISegmentationEngine engine,
        IMigrationReport<IReadOnlyList<TRow>> report,
        Table<TAnswer> table,
        Func<TRow, SegmentNames, TAnswer> answer,
        CancellationToken cancellation)
    {
        if (ExportFormat.For(http.Request) is not { } format)
        {
            return ExportFormat.NotAcceptable();
        }

        var rows = await engine.ReportAsync(report, cancellation);
        var names = await SegmentNames.OfAsync(engine, cancellation);
        IReadOnlyList<TAnswer> answers = [.. rows.Select(row => answer(row, names))];
        return format == ExportFormat.Json ? TypedResults.Ok(answers) : Export.Of(format, table, answers);
    }

    private static async Task<IResult> RetentionAsync(
        string id, HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        id = http.IdAt(1);
        var now = engine.Now;
        var query = new QueryValues(http.Request.Query);
        var (from, to) = query.Period(now);
        var knownAt = query.Time("knownAt");
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (!engine.SegmentDirectory.TryGetValue(id, out var segment))
        {
            return Problem.UnknownSegment(id);
        }

        var asOf = knownAt < now ? knownAt.Value : now;
        return TypedResults.Ok(RetentionAnswer.Of(
            await engine.ReportAsync(new RetentionReport(id, from, to, asOf, knownAt), cancellation), segment.Name));
    }
}
