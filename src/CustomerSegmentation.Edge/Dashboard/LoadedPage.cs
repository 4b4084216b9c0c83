using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>A page that is drawn once all it shows is at hand. Pages are drawn once and sent, so there is nothing to show before.</summary>
public abstract class LoadedPage : ComponentBase
{
    /// <summary>The call that asks for the page.</summary>
    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    /// <summary>Whether an open page asks for itself: only what is kept fresh need be drawn.</summary>
    protected bool IsPoll => Http.Request.Headers.ContainsKey(DashboardHosting.PollHeader);

    /// <summary>
    /// Until when to go on. A poll is drawn for all who wait for the same answer: it does not end because the first of them leaves.
    /// </summary>
    protected CancellationToken Awaited => IsPoll ? CancellationToken.None : Http.RequestAborted;

    /// <inheritdoc/>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await LoadAsync();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Gets what the page shows.</summary>
    protected abstract Task LoadAsync();

    /// <summary>The page says that there is no such thing, with 404.</summary>
    protected void SayNotFound() =>

        // At the last moment: a page that is 404 while it is drawn is left to the host's own answer.
        Http.Response.OnStarting(() =>
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
}
