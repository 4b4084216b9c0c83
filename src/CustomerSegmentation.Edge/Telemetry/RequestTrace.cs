using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Telemetry;

/// <summary>
/// Names the web server's trace of a call, which it starts without saying what was called. Names and tags are those
/// of OpenTelemetry's semantic conventions for HTTP; the path is left out, since it holds customers' ids.
/// </summary>
internal static class RequestTrace
{
    public static void UseRequestTrace(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var activity = http.Features.Get<IHttpActivityFeature>()?.Activity;
        try
        {
            await next(http);
        }
        finally
        {
            if (activity is { IsAllDataRequested: true })
            {
                Describe(activity, http);
            }
        }
    });

    private static void Describe(Activity activity, HttpContext http)
    {
        var method = http.Request.Method;
        // The exception handler takes the endpoint off a call that failed, and keeps it here.
        var endpoint = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? http.GetEndpoint();
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText;
        var status = http.Response.StatusCode;
        activity.DisplayName = route is null ? method : $"{method} {route}";
        activity.SetTag("http.request.method", method);
        activity.SetTag("http.route", route);
        activity.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }
}
