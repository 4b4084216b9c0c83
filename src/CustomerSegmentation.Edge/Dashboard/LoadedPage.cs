using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>A page that is drawn once all it shows is at hand. Pages are drawn once and sent, so there is nothing to show before.</summary>
public abstract class LoadedPage : ComponentBase
{
    /// <inheritdoc/>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await LoadAsync();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Gets what the page shows.</summary>
    protected abstract Task LoadAsync();

    /// <summary>
    /// Lets the page be sent as the answer that there is no such thing. At the last moment: a page that is 404 while it is drawn is left
    /// to the host's own answer.
    /// </summary>
    protected static void AnswerNotFound(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.OnStarting(() =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }
}
