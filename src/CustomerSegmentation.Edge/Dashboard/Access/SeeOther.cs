using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Dashboard.Access;

/// <summary>303: the browser gets a page, and going back does not post again.</summary>
internal sealed class SeeOther(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = path;
        return Task.CompletedTask;
    }
}
