// Makes the components of the page nicer where scripts run; every page works without.
import { initAll } from "./govuk-frontend.js"

initAll()
