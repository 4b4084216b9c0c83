using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Dashboard;
using CustomerSegmentation.Edge.Dashboard.Access;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Edge.Api;

/// <summary>Exceptions that reach the edge, as problem details.</summary>
internal sealed partial class ApiFailures(ILogger<ApiFailures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.Response.HasStarted)
        {
            return false;
        }

        var problem = ProblemFor(httpContext, exception);
        if (!IsPage(httpContext))
        {
            await problem.ExecuteAsync(httpContext);
            return true;
        }

        // The page that failed may have begun to render, and what renders begins once in a scope: another page needs another one.
        var services = httpContext.RequestServices;
        await using var scope = services.CreateAsyncScope();
        httpContext.RequestServices = scope.ServiceProvider;
        try
        {
            await PageFor(problem).ExecuteAsync(httpContext);
        }
        finally
        {
            httpContext.RequestServices = services;
        }

        return true;
    }

    /// <summary>The exception handler takes the endpoint off a call that failed, and keeps it here; headers are gone with it.</summary>
    private static bool IsPage(HttpContext http)
    {
        var page = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<PageAccess>();
        if (page is not null)
        {
            SecurityHeaders.Set(http.Response.Headers);
        }

        return page is not null;
    }

    private static RazorComponentResult<FailurePage> PageFor(ProblemHttpResult problem) => new(new
    {
        Title = problem.ProblemDetails.Title ?? "Something is wrong",
        Detail = problem.ProblemDetails.Detail ?? "",
    })
    {
        StatusCode = problem.StatusCode,
    };

    private ProblemHttpResult ProblemFor(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case InvalidCursorException:
                return Problem.BadRequest("invalid_cursor", exception.Message);
            case FitRefusedException refused:
                return Problem.Of(StatusCodes.Status422UnprocessableEntity, refused.Code, refused.Message);
            case UnreadableCustomerException:
                return Problem.Of(StatusCodes.Status500InternalServerError, RefusalCodes.UnreadableCustomer, exception.Message);
            case TimeoutException:
                http.Response.Headers.RetryAfter = "5";
                return Problem.Of(StatusCodes.Status503ServiceUnavailable, "storage_unavailable",
                    "Storage is away or too slow, and whether the change was made is open. Make the call again, that is safe.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problem.Of(StatusCodes.Status413PayloadTooLarge, "too_large", "The body is larger than this call takes.");
            case BadHttpRequestException bad:
                return Problem.Of(bad.StatusCode, "bad_request", bad.Message);
            default:
                Failed(log, http.Request.Method, http.Request.Path, exception);
                return Problem.Of(StatusCodes.Status500InternalServerError, "internal_error",
                    "The engine failed at this call; its log says why. Trying again is safe.");
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void Failed(ILogger log, string method, PathString path, Exception exception);
}
