using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>One customer: figures, history, erasure.</summary>
internal static class CustomersApi
{
    public static void MapCustomers(this IEndpointRouteBuilder api)
    {
        var customers = api.MapGroup("/customers/{id}").WithTags("Customers")
            .ProducesProblem(StatusCodes.Status404NotFound);

        customers.MapGet("", FindAsync)
            .WithSummary("A customer's figures, segment and next change, as of now")
            .Produces<CustomerAnswer>();

        customers.MapGet("/history", HistoryAsync)
            .WithSummary("A customer's migrations, newest first")
            .WithDescription("With asOf and knownAt the first one says where the customer was at one moment by what was known at another.")
            .WithQuery("asOf", "knownAt", "cursor", "limit")
            .Produces<PageAnswer<MigrationAnswer>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

        customers.MapDelete("", EraseAsync)
            .WithSummary("Erases a customer's state, events and history for good")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> FindAsync(
        string id, HttpContext http, ISegmentationEngine engine, ApiOptions options, CancellationToken cancellation)
    {
        id = http.IdAt(0);
        return await engine.FindCustomerAsync(id, cancellation) is { } customer
            ? TypedResults.Ok(CustomerAnswer.Of(customer, options.Currency))
            : Problem.UnknownCustomer(id);
    }

    private static async Task<IResult> HistoryAsync(
        string id, HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        id = http.IdAt(1);
        var query = new QueryValues(http.Request.Query);
        var asked = new MigrationQuery(CustomerId: id, Cursor: query.Text("cursor"), Limit: query.Limit())
        {
            AsOf = query.Time("asOf"),
            KnownAt = query.Time("knownAt"),
        };
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (await engine.FindCustomerAsync(id, cancellation) is null)
        {
            return Problem.UnknownCustomer(id);
        }

        return TypedResults.Ok(await MigrationsApi.PageAsync(engine, asked, cancellation));
    }

    private static async Task<IResult> EraseAsync(
        string id, HttpContext http, ISegmentationEngine engine, ApiOptions options, TimeProvider time, CancellationToken cancellation)
    {
        id = http.IdAt(0);
        return await engine.EraseCustomerAsync(id, cancellation).WaitAsync(options.RecordTimeout, time, cancellation)
            ? TypedResults.NoContent()
            : Problem.UnknownCustomer(id);
    }
}
